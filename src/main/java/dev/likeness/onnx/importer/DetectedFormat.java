package dev.likeness.onnx.importer;

import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import java.util.Optional;

/// The format that an import detected in a file.
public sealed interface DetectedFormat {
    /// The number of trained parameters.
    long parameters();

    /// A PyTorch checkpoint.
    ///
    /// @param architecture `iresnet` and its depth, such as `iresnet50`, or `mobilefacenet`, with the
    ///     project that names its tensors so if it is not one of the families
    /// @param family the project whose training script wrote it; empty for another project
    /// @param epsilon ε of every BatchNorm
    record Checkpoint(String architecture, Optional<Family> family, double epsilon, long parameters)
            implements DetectedFormat {}

    /// An ONNX file.
    ///
    /// @param kind display name of the kind of model
    /// @param operatorSet version of the ONNX operators that the file needs
    /// @param scalesItself whether its first nodes subtract and multiply, so that its input is bytes
    record Graph(String kind, long operatorSet, long parameters, boolean scalesItself) implements DetectedFormat {}
}
