package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Receives the progress of a clustering, and may cancel it. Called from several threads.
public interface ClusterListener {
    /// Ignores progress and never cancels.
    ClusterListener NONE = new ClusterListener() {};

    /// Called from time to time.
    ///
    /// @param done number of steps of this stage that are done
    /// @param total number of steps of this stage
    default void progress(Stage stage, long done, long total) {}

    /// Whether to cancel. Called from time to time; if true, the clustering throws `CANCELLED` without
    /// changing anything.
    default boolean isCancelled() {
        return false;
    }

    /// Ends the clustering if it is cancelled.
    ///
    /// @throws LikenessException `CANCELLED` if [#isCancelled()]
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the clustering was stopped");
        }
    }

    /// The stages of a clustering, in order.
    enum Stage {
        /// Queries the neighbours of every face.
        NEIGHBOURS,
        /// Merges cores into clusters.
        MERGING,
        /// Assigns the other faces.
        ASSIGNING
    }
}
