package dev.likeness.inference.model;

import java.util.Locale;

/// What a model is for.
public enum ModelRole {
    /// Finds faces in an image, with their five points.
    DETECTOR,
    /// Turns an aligned face into a vector.
    EMBEDDER;

    /// The word a manifest uses.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
