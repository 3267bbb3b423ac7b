package dev.likeness.inference.model;

import java.util.Optional;

/// The description of an `.onnx` file: its purpose, its input and its output. [ModelCatalog] reads manifests
/// from YAML and checks their rules.
///
/// @param id name of the model for users and galleries: lower-case letters, digits, `-`, `_` and `.`
/// @param role purpose of the model
/// @param file file name of the weights, without a directory
/// @param sha256 hash of the weights, 64 hex digits; empty if any file with that name is accepted
/// @param input the input tensor
/// @param output the output tensors
/// @param licence licence of the weights
/// @param source origin of the weights
public record ModelManifest(
        String id,
        ModelRole role,
        String file,
        Optional<String> sha256,
        ModelInput input,
        ModelOutput output,
        String licence,
        String source) {

    /// The number of components of an embedder's vector; 0 for a detector.
    public int dimension() {
        return switch (output) {
            case ModelOutput.Vector vector -> vector.dimension();
            case ModelOutput.Faces _ -> 0;
        };
    }
}
