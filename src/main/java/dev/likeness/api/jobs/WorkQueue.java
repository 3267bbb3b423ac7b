package dev.likeness.api.jobs;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Runs CPU-bound work on a fixed number of threads behind a bounded queue. When the queue is full, requests
/// are rejected with a time to retry, instead of waiting longer than any client would.
public final class WorkQueue implements AutoCloseable {
    private static final long MAX_RETRY_AFTER_SECONDS = 60;

    private final String name;
    private final ThreadPoolExecutor workers;
    private final ArrayBlockingQueue<Runnable> queue;
    /// Moving average of the time per task.
    private final AtomicLong averageNanos = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(200));

    /// @param name what the work is, such as `inference`; threads and problems name it
    /// @param threads tasks that run concurrently
    /// @param length tasks that may wait
    public WorkQueue(String name, int threads, int length) {
        this.name = name;
        queue = new ArrayBlockingQueue<>(length);
        workers = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                queue,
                Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    /// Runs the work on a worker thread and waits for it.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if the queue is full
    public <T> T run(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> timed(work));
        try {
            workers.execute(task);
        } catch (RejectedExecutionException _) {
            throw new ProblemException(
                    workers.isShutdown() ? ProblemCode.SHUTTING_DOWN : ProblemCode.TOO_BUSY,
                    "the %s queue is full, %d of %d".formatted(name, queue.size(), capacity()),
                    retryAfter());
        }
        return await(task);
    }

    /// Tasks that are waiting.
    public int queueLength() {
        return queue.size();
    }

    private int capacity() {
        return queue.size() + queue.remainingCapacity();
    }

    private Duration retryAfter() {
        long nanos = averageNanos.get() * (queue.size() + 1) / workers.getMaximumPoolSize();
        return Duration.ofSeconds(Math.clamp(TimeUnit.NANOSECONDS.toSeconds(nanos), 1, MAX_RETRY_AFTER_SECONDS));
    }

    private <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            long taken = System.nanoTime() - start;
            averageNanos.updateAndGet(average -> average + (taken - average) / 16);
        }
    }

    private static <T> T await(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException _) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw ProblemException.shuttingDown();
        }
    }

    /// Accepts no new work; finishes the queued work.
    @Override
    public void close() {
        workers.shutdown();
    }
}
