package dev.likeness.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// When the next backup of a gallery is due. A clock that is set back or forward neither stops the backups nor
/// makes so many that they push out the earlier ones.
final class BackupTimes {
    private final Duration every;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, Long> madeNanos = new HashMap<>();
    private final Map<String, Long> retryNanos = new HashMap<>();

    /// @param nanoTime a clock that nobody sets, as [System#nanoTime]
    BackupTimes(Duration every, InstantSource clock, LongSupplier nanoTime) {
        this.every = every;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// @param last when the last backup was made, by this process or another; empty if there is none
    boolean isDue(String gallery, Optional<Instant> last) {
        if (last.isPresent()) {
            Instant now = clock.instant();
            // A time to come says only that the clock was set back.
            boolean waits = last.get().isAfter(now)
                    ? !hasPassed(madeNanos.get(gallery), every)
                    : last.get().plus(every).isAfter(now);
            if (waits) {
                return false;
            }
        }
        return hasPassed(retryNanos.get(gallery), Duration.ZERO);
    }

    /// Notes that a backup was made now.
    void made(String gallery) {
        madeNanos.put(gallery, nanoTime.getAsLong());
        retryNanos.remove(gallery);
    }

    /// Notes that a backup failed.
    ///
    /// @param pause until the next try
    void failed(String gallery, Duration pause) {
        retryNanos.put(gallery, nanoTime.getAsLong() + pause.toNanos());
    }

    private boolean hasPassed(@Nullable Long since, Duration time) {
        return since == null || nanoTime.getAsLong() - since >= time.toNanos();
    }
}
