package dev.likeness.engine.contents;

/// The order of a list of faces.
public enum FaceOrder {
    /// By id, photo by photo.
    ID,
    /// Clearest first.
    QUALITY
}
