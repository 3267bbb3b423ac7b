package dev.likeness.inference.model;

import java.util.Locale;

/// The purpose of a model.
public enum ModelRole {
    /// Detects faces in an image with their five landmarks.
    DETECTOR,
    /// Embeds an aligned face as a vector.
    EMBEDDER;

    /// The name of the role in a manifest.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
