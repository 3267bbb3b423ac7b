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
import java.util.function.Consumer;

/// Queues and runs jobs. A job can be watched and cancelled. Jobs are lost when the process ends; every kind
/// of job can be started again.
public final class Jobs implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int MAX_UNFINISHED = 100;
    private static final int MAX_RETAINED = 1000;

    /// The work of a job. It should check [Job#isCancelled()] and report [Job#progress].
    @FunctionalInterface
    public interface Task {
        /// Runs to the end or until it is cancelled.
        ///
        /// @return the job's result, to be sent as JSON
        Object run(Job job);
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("job-", 0).daemon().factory());
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    private final Consumer<Job> ended;

    public Jobs() {
        this(_ -> {});
    }

    /// @param ended receives every job when it is done, failed or cancelled; must not block
    public Jobs(Consumer<Job> ended) {
        this.ended = ended;
    }

    /// Queues a job.
    ///
    /// @param kind such as `ingest`
    /// @param owner id of the principal
    /// @throws ProblemException 429 `TOO_BUSY` if too many are queued; 503 `SHUTTING_DOWN`
    public Job start(String kind, String gallery, String owner, Task work) {
        synchronized (jobs) {
            long unfinished =
                    jobs.values().stream().filter(one -> !one.isFinished()).count();
            if (threads.isShutdown()) {
                throw ProblemException.shuttingDown();
            }
            if (unfinished >= MAX_UNFINISHED) {
                throw new ProblemException(
                        ProblemCode.TOO_BUSY, "at most %d jobs may be queued".formatted(MAX_UNFINISHED));
            }
            return queue(kind, gallery, owner, work);
        }
    }

    private Job queue(String kind, String gallery, String owner, Task work) {
        evictOldest();
        Job job = new Job(kind, gallery, owner, Instant.now(), ended);
        jobs.put(job.id(), job);
        if (threads.isShutdown()) {
            job.cancel();
        } else {
            threads.execute(() -> job.run(work));
        }
        return job;
    }

    /// The queued job of the same kind for a gallery, or a new one.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if too many are queued; 503 `SHUTTING_DOWN`
    public Job startOrJoin(String kind, String gallery, String owner, Task work) {
        synchronized (jobs) {
            return findQueued(kind, gallery).orElseGet(() -> start(kind, gallery, owner, work));
        }
    }

    /// As [#startOrJoin], for work that follows a completed change. It cannot be rejected: a client that is
    /// told to retry would repeat the change. During shutdown, the job is created and cancelled at once.
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

    /// All retained jobs, newest first.
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

    /// Cancels all jobs and accepts no new ones. Completed work is kept.
    public void stop() {
        synchronized (jobs) {
            threads.shutdown();
            jobs.values().forEach(Job::cancel);
        }
    }

    /// Whether [#stop] was called: the server is about to end.
    public boolean isStopped() {
        return threads.isShutdown();
    }

    /// Waits for running jobs.
    ///
    /// @return whether all of them ended in time
    public boolean awaitEnd(java.time.Duration timeout) {
        try {
            return threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
