package dev.likeness.training.data;

import java.nio.file.Path;
import java.util.List;

/// The training data of an embedder: aligned faces of 112×112 pixels.
///
/// @param labelled sets with identities: folders, `.tar`, `.tar.xz`, or folders with `train.rec`
/// @param unlabelled sets without identities, for training with a teacher
/// @param joinNames whether equal names in two labelled sets mean the same identity; else each set has its
///     own identities. A name is the part of the file name before `__`, else the name of the last folder
public record DataOptions(List<Path> labelled, List<Path> unlabelled, boolean joinNames) {
    public DataOptions {
        labelled = List.copyOf(labelled);
        unlabelled = List.copyOf(unlabelled);
    }

    /// No sets; a training rejects these options.
    public static DataOptions defaults() {
        return new DataOptions(List.of(), List.of(), false);
    }
}
