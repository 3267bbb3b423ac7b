package dev.likeness.onnx.importer;

import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;

/// What an import took a file for.
public sealed interface DetectedFormat {
    /// How many learned numbers it holds.
    long parameters();

    /// A PyTorch checkpoint.
    ///
    /// @param architecture `iresnet` and its depth, such as `iresnet50`, or `mobilefacenet`
    /// @param family whose training script wrote it
    /// @param epsilon of every BatchNorm
    record Checkpoint(String architecture, Family family, double epsilon, long parameters) implements DetectedFormat {}

    /// An ONNX file.
    ///
    /// @param kind what people call such a model
    /// @param operatorSet version of the ONNX operators it needs
    record Graph(String kind, long operatorSet, long parameters) implements DetectedFormat {}
}
