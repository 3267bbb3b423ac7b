package dev.likeness.training.data;

import java.nio.file.Path;
import java.util.List;

/// What is learned from: aligned faces of 112×112 pixels.
///
/// @param labelled sets whose people are known: folders, `.tar`, `.tar.xz`, or folders with `train.rec`
/// @param unlabelled sets of which only the pictures are used, with a teacher
/// @param joinNames whether the same name (the last folder's, or what stands before `__`) in two
///     labelled sets is one person; else each set keeps its people to itself
public record DataOptions(List<Path> labelled, List<Path> unlabelled, boolean joinNames) {
    public DataOptions {
        labelled = List.copyOf(labelled);
        unlabelled = List.copyOf(unlabelled);
    }

    /// No set at all, which a training refuses.
    public static DataOptions defaults() {
        return new DataOptions(List.of(), List.of(), false);
    }
}
