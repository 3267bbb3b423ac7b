package dev.likeness.inference.model;

import java.util.Optional;

/// All one must know to run an `.onnx` file: what it is for, what to feed it, how to read what it says.
/// Read from YAML by [ModelCatalog], which is the place where every rule is checked.
///
/// @param id the name users and galleries call it by: lower-case letters, digits, `-`, `_` and `.`
/// @param role what it is for
/// @param file the weights' file name, without a directory
/// @param sha256 64 hex digits of the only file that is right; absent means that any file of that name is
/// @param input what it eats
/// @param output what it says
/// @param licence under which the weights may be used
/// @param source where they come from
public record ModelManifest(
        String id,
        ModelRole role,
        String file,
        Optional<String> sha256,
        ModelInput input,
        ModelOutput output,
        String licence,
        String source) {

    /// Components of an embedder's vector; 0 for a detector.
    public int dimension() {
        return switch (output) {
            case ModelOutput.Vector vector -> vector.dimension();
            case ModelOutput.Faces _ -> 0;
        };
    }
}
