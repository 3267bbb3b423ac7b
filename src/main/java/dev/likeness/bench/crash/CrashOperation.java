package dev.likeness.bench.crash;

import java.util.Optional;
import java.util.Random;

/// An operation whose process is killed.
interface CrashOperation {
    String name();

    /// Runs the operation on a copy of the galleries, kills its process at a random moment, looks at what is
    /// left, and runs it again.
    ///
    /// @return what was found; empty if the process ended before it was killed
    Optional<CrashFindings> kill(Random random);
}
