package dev.likeness.evaluation.data;

/// Lets somebody watch work whose size is not known before it begins.
@FunctionalInterface
public interface Progress {
    /// The work begins.
    ///
    /// @param total how many steps it has
    /// @return what is run after each step, possibly by several threads at once
    Runnable start(long total);

    /// Nobody watches.
    static Progress none() {
        return _ -> () -> {};
    }
}
