package dev.likeness.api.jobs;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A gallery has one writer at a time, so whoever changes one waits for a turn, first come, first
/// served. What takes long should ask now and then whether others wait, and give its turn back.
public final class GalleryWriteLock {
    private final Duration timeout;
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    public GalleryWriteLock(Duration patience) {
        this.timeout = patience;
    }

    /// Waits for the turn and does the work.
    ///
    /// @throws ProblemException 503 `GALLERY_BUSY` if the turn does not come in time
    public <T> T withLock(String gallery, Supplier<T> work) {
        ReentrantLock turn = lockOf(gallery);
        try {
            if (!turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ProblemException(
                        ProblemCode.GALLERY_BUSY,
                        "the gallery is being written to, and was for the last %d seconds"
                                .formatted(timeout.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.shuttingDown();
        }
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /// As [#withLock], for work without a result.
    public void withLock(String gallery, Runnable work) {
        withLock(gallery, () -> {
            work.run();
            return true;
        });
    }

    /// As [#withLock], for a job, which waits as long as it must.
    public <T> T withLockNoTimeout(String gallery, Supplier<T> work) {
        ReentrantLock turn = lockOf(gallery);
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /// Whether somebody waits for this gallery.
    public boolean hasWaiters(String gallery) {
        return lockOf(gallery).hasQueuedThreads();
    }

    private ReentrantLock lockOf(String gallery) {
        return locks.computeIfAbsent(gallery, _ -> new ReentrantLock(true));
    }
}
