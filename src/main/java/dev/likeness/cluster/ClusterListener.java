package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Is told how far a clustering is, and may stop it. Called from several threads.
public interface ClusterListener {
    /// Hears nothing and stops nothing.
    ClusterListener NONE = new ClusterListener() {};

    /// Called every now and then.
    ///
    /// @param done steps of this stage that are done
    /// @param total steps of this stage
    default void progress(Stage stage, long done, long total) {}

    /// Asked every now and then; once true, the clustering ends with `CANCELLED` and leaves nothing
    /// behind.
    default boolean isCancelled() {
        return false;
    }

    /// @throws LikenessException `CANCELLED` if [#isCancelled()]
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the clustering was stopped");
        }
    }

    /// What a clustering does first and what last.
    enum Stage {
        /// The index is asked for every face's neighbours.
        NEIGHBOURS,
        /// Clear faces form people.
        MERGING,
        /// The other faces are attached.
        ASSIGNING
    }
}
