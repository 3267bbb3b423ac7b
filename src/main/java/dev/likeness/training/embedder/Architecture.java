package dev.likeness.training.embedder;

/// The networks that can be trained.
public enum Architecture {
    /// Chen, Liu, Gao, Han, *MobileFaceNets*, CCBR 2018, in InsightFace's layout, at any width.
    MOBILEFACENET,
    /// Basic blocks 2, 2, 2 of dense convolutions ([dev.likeness.onnx.family.ResNet]): the fastest to train on a
    /// CPU, most of all in bfloat16.
    RESNET14,
    /// Blocks 2, 2, 2, 2.
    IRESNET18,
    /// Blocks 3, 4, 6, 3.
    IRESNET34,
    /// Blocks 3, 4, 14, 3.
    IRESNET50,
    /// Blocks 3, 13, 30, 3.
    IRESNET100
}
