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
public final class GalleryTurns {
    private final Duration patience;
    private final ConcurrentMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    public GalleryTurns(Duration patience) {
        this.patience = patience;
    }

    /// Waits for the turn and does the work.
    ///
    /// @throws ProblemException 503 `GALLERY_BUSY` if the turn does not come in time
    public <T> T take(String gallery, Supplier<T> work) {
        ReentrantLock turn = turn(gallery);
        try {
            if (!turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ProblemException(
                        ProblemCode.GALLERY_BUSY,
                        "the gallery is being written to, and was for the last %d seconds"
                                .formatted(patience.toSeconds()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.stopping();
        }
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /// As [#take], for work without a result.
    public void take(String gallery, Runnable work) {
        take(gallery, () -> {
            work.run();
            return true;
        });
    }

    /// As [#take], for a job, which waits as long as it must.
    public <T> T takePatiently(String gallery, Supplier<T> work) {
        ReentrantLock turn = turn(gallery);
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /// Whether somebody waits for this gallery.
    public boolean othersWait(String gallery) {
        return turn(gallery).hasQueuedThreads();
    }

    private ReentrantLock turn(String gallery) {
        return turns.computeIfAbsent(gallery, _ -> new ReentrantLock(true));
    }
}
