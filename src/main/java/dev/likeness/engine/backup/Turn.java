package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.Duration;

/// Runs work at a moment when nobody writes to the gallery. The work takes milliseconds.
@FunctionalInterface
public interface Turn {
    void run(Runnable work);

    /// Tries again for half a minute while somebody else writes: another process, or another command.
    Turn PATIENT = work -> {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                work.run();
                return;
            } catch (LikenessException e) {
                if (e.code() != ErrorCode.GALLERY_LOCKED || System.nanoTime() > end) {
                    throw e;
                }
            }
            try {
                Thread.sleep(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LikenessException(ErrorCode.CANCELLED, "interrupted while waiting for the gallery", e);
            }
        }
    };
}
