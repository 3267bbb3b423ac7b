package dev.likeness.training.embedder;

import java.nio.file.Path;
import java.util.Optional;

/// The evaluation of the finished model, for its model card.
///
/// @param images pictures, as for `likeness evaluate verification --images`
/// @param pairs the pairs to compare; given if and only if `images` is
public record EvaluationOptions(Optional<Path> images, Optional<Path> pairs) {
    /// No evaluation.
    public static EvaluationOptions defaults() {
        return new EvaluationOptions(Optional.empty(), Optional.empty());
    }
}
