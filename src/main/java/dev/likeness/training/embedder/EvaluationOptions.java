package dev.likeness.training.embedder;

import java.nio.file.Path;
import java.util.Optional;

/// On what the finished model is judged, for its card.
///
/// @param images pictures as `likeness evaluate verification --images` takes them
/// @param pairs which of them to compare; with `images` or not at all
public record EvaluationOptions(Optional<Path> images, Optional<Path> pairs) {
    /// Nothing is judged.
    public static EvaluationOptions defaults() {
        return new EvaluationOptions(Optional.empty(), Optional.empty());
    }
}
