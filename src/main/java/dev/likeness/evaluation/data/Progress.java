package dev.likeness.evaluation.data;

/// Receives the progress of work whose size is known only when it starts.
@FunctionalInterface
public interface Progress {
    /// Starts the work.
    ///
    /// @param total number of steps
    /// @return the action to run after each step, possibly from several threads at once
    Runnable start(long total);

    /// Ignores the progress.
    static Progress none() {
        return _ -> () -> {};
    }
}
