package dev.likeness.training.embedder;

/// The networks that can be trained.
public enum Architecture {
    /// Chen, Liu, Gao, Han, *MobileFaceNets*, CCBR 2018, in InsightFace's layout, at any width.
    MOBILEFACENET,
    /// Stages of 2, 2 and 2 basic blocks with dense convolutions ([dev.likeness.onnx.family.ResNet]): the
    /// fastest to train on a CPU, particularly in bfloat16.
    RESNET14,
    /// Stages of 2, 2, 2 and 2 blocks.
    IRESNET18,
    /// Stages of 3, 4, 6 and 3 blocks.
    IRESNET34,
    /// Stages of 3, 4, 14 and 3 blocks.
    IRESNET50,
    /// Stages of 3, 13, 30 and 3 blocks.
    IRESNET100
}
