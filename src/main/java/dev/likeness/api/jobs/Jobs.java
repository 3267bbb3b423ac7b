package dev.likeness.api.jobs;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// What takes longer than a request: it is queued, runs behind the server, and can be watched and
/// stopped. Jobs live as long as the process; whatever one does can be begun again.
public final class Jobs implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_UNFINISHED = 100;
    private static final int MAX_RETAINED = 1000;

    /// What a job does. It may look at [Job#isCancelled()] and say how far it is with [Job#progress].
    @FunctionalInterface
    public interface Task {
        /// Does it, until the end or until it is to stop.
        ///
        /// @return what came of it, in its JSON form
        Object run(Job job);
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("job-", 0).daemon().factory());
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    public Jobs() {}

    /// Queues a job.
    ///
    /// @param kind such as `ingest`
    /// @param owner the id of who asked for it
    /// @throws ProblemException 429 `TOO_BUSY` if too many are queued; 503 `SHUTTING_DOWN`
    public Job start(String kind, String gallery, String owner, Task work) {
        synchronized (jobs) {
            long undone =
                    jobs.values().stream().filter(one -> !one.isFinished()).count();
            if (threads.isShutdown()) {
                throw ProblemException.shuttingDown();
            }
            if (undone >= MAX_UNFINISHED) {
                throw new ProblemException(
                        ProblemCode.TOO_BUSY, "at most %d jobs may be queued".formatted(MAX_UNFINISHED));
            }
            return queue(kind, gallery, owner, work);
        }
    }

    private Job queue(String kind, String gallery, String owner, Task work) {
        evictOldest();
        Job job = new Job(kind, gallery, owner, Instant.now());
        jobs.put(job.id(), job);
        if (threads.isShutdown()) {
            job.cancel();
        } else {
            threads.execute(() -> job.run(work));
        }
        return job;
    }

    /// The job that already waits to do the same for a gallery, else a new one.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if too many are queued; 503 `SHUTTING_DOWN`
    public Job startOrJoin(String kind, String gallery, String owner, Task work) {
        synchronized (jobs) {
            return findQueued(kind, gallery).orElseGet(() -> start(kind, gallery, owner, work));
        }
    }

    /// As [#startOrJoin], for what follows something that is done and can be refused no more: whoever was
    /// told to come again later would do it twice. While the server stops, the job is cancelled as soon
    /// as it is there.
    public Job startFollowUp(String kind, String gallery, String owner, Task work) {
        synchronized (jobs) {
            return findQueued(kind, gallery).orElseGet(() -> queue(kind, gallery, owner, work));
        }
    }

    private Optional<Job> findQueued(String kind, String gallery) {
        return jobs.values().stream()
                .filter(job -> job.isQueued()
                        && job.kind().equals(kind)
                        && job.gallery().equals(gallery))
                .findFirst();
    }

    public Optional<Job> find(String id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(id));
        }
    }

    /// All that are remembered, latest first.
    public List<Job> list() {
        synchronized (jobs) {
            return new ArrayList<>(jobs.values()).reversed();
        }
    }

    private void evictOldest() {
        Collection<Job> all = jobs.values();
        if (all.size() >= MAX_RETAINED) {
            all.stream().filter(Job::isFinished).findFirst().ifPresent(all::remove);
        }
    }

    /// Stops what runs, which keeps what it has done so far, and takes nothing new.
    public void stop() {
        synchronized (jobs) {
            threads.shutdown();
            jobs.values().forEach(Job::cancel);
        }
    }

    /// Waits for what runs to end.
    ///
    /// @return whether everything did
    public boolean awaitEnd(java.time.Duration patience) {
        try {
            return threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
