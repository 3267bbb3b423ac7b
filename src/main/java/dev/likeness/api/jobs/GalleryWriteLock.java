package dev.likeness.api.jobs;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One fair lock per gallery, since a gallery has one writer at a time. Long-running work should check
/// [#hasWaiters] regularly and release the lock for others.
public final class GalleryWriteLock {
    private final Duration timeout;
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// @param timeout how long [#withLock] waits
    public GalleryWriteLock(Duration timeout) {
        this.timeout = timeout;
    }

    /// Runs the work under the lock of a gallery.
    ///
    /// @throws ProblemException 503 `GALLERY_BUSY` if the lock is not free in time
    public <T> T withLock(String gallery, Supplier<T> work) {
        ReentrantLock lock = lockOf(gallery);
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ProblemException(
                        ProblemCode.GALLERY_BUSY,
                        "another change of the gallery has been running for more than %d seconds"
                                .formatted(timeout.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.shuttingDown();
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// As [#withLock], for work without a result.
    public void withLock(String gallery, Runnable work) {
        withLock(gallery, () -> {
            work.run();
            return true;
        });
    }

    /// As [#withLock], but waits without a time limit; for jobs.
    public <T> T withLockNoTimeout(String gallery, Supplier<T> work) {
        ReentrantLock lock = lockOf(gallery);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Whether other work waits for this gallery.
    public boolean hasWaiters(String gallery) {
        return lockOf(gallery).hasQueuedThreads();
    }

    private ReentrantLock lockOf(String gallery) {
        return locks.computeIfAbsent(gallery, _ -> new ReentrantLock(true));
    }
}
