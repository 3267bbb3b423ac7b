package dev.likeness.onnx.graph;

/// How precisely a model file holds the weights of its convolutions and matrix products. Computation is float32 in
/// every case.
public enum WeightPrecision {
    /// 4 bytes a weight, as trained.
    FLOAT32,
    /// 2 bytes a weight: 11 significant bits.
    FLOAT16,
    /// 1 byte a weight: −127 to 127 times a float32 scale for each output channel.
    INT8
}
