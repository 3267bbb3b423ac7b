package dev.likeness.training.embedder;

/// Where the margin is added.
public enum MarginKind {
    /// To the angle, `cos(θ + m)`: MagFace as published; ArcFace if the margin is constant.
    ARC,
    /// To the cosine, `cos θ − m`: Mag-CosFace; CosFace if the margin is constant.
    COS
}
