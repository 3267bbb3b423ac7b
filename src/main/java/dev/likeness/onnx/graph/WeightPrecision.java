package dev.likeness.onnx.graph;

/// The precision in which a model file stores the weights of its convolutions and matrix products.
/// Computation is always float32.
public enum WeightPrecision {
    /// 4 bytes per weight, as trained.
    FLOAT32,
    /// 2 bytes per weight: 11 significant bits.
    FLOAT16,
    /// 1 byte per weight: −127 to 127 times a float32 scale per output channel.
    INT8
}
