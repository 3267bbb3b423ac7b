package dev.likeness.training.embedder;

/// Where the margin is put.
public enum MarginKind {
    /// On the angle, `cos(θ + m)`: MagFace as published; ArcFace where the margin is constant.
    ARC,
    /// On the cosine, `cos θ − m`: Mag-CosFace; CosFace where the margin is constant.
    COS
}
