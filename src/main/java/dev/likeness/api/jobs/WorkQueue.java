package dev.likeness.api.jobs;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs CPU-bound work on a fixed number of threads behind a bounded queue. Callers take turns: work of a caller who
/// sends much waits for work of one who sends little. When the queue is full, the caller with the most work in it is
/// told when to retry, instead of waiting longer than any client would.
///
/// Work that waits for an abandoned [Call] is not begun.
public final class WorkQueue implements AutoCloseable {
    private static final long MAX_RETRY_AFTER_SECONDS = 60;
    private static final String NOBODY = "";

    private final String name;
    private final int threads;
    private final int length;
    private final ExecutorService workers;
    private final Times times;

    private final Set<Thread> ownThreads = ConcurrentHashMap.newKeySet();

    /// Moving average of the time per task.
    private final AtomicLong averageNanos = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(200));

    /// Waiting tasks by caller. The caller whose turn is next comes first; none has an empty queue.
    private final SequencedMap<String, Deque<Task<?>>> waiting = new LinkedHashMap<>();

    private int waitingTasks;
    private int running;
    private boolean closed;

    private final class Task<T> extends FutureTask<T> {
        private final String caller;

        Task(Optional<Call> call, Callable<T> work) {
            long queued = System.nanoTime();
            super(() -> call.isPresent()
                    ? call.get().run(() -> timed(call.get(), queued, work))
                    : timed(null, queued, work));
            this.caller = call.map(one -> one.principal().id()).orElse(NOBODY);
        }

        void reject(ProblemException problem) {
            setException(problem);
        }
    }

    /// Receives how long each task waited for its turn and how long it ran.
    @FunctionalInterface
    public interface Times {
        void record(long waitedNanos, long ranNanos);
    }

    /// @param name what the work is, such as `inference`; threads and problems name it
    /// @param threads tasks that run concurrently
    /// @param length tasks that may wait
    public WorkQueue(String name, int threads, int length) {
        this(name, threads, length, (_, _) -> {});
    }

    /// @param times receives the times of each task
    public WorkQueue(String name, int threads, int length, Times times) {
        this.times = times;
        this.name = name;
        this.threads = threads;
        this.length = length;
        this.workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    /// Runs the work on a worker thread and waits for it.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if the queue is full
    public <T> T run(Supplier<T> work) {
        return unchecked(() -> call(work::get));
    }

    /// As [#run], on the caller's thread if nothing else waits. For work that may be interrupted.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if the queue is full
    <T> T runHere(Supplier<T> work) {
        return unchecked(() -> callHere(work::get));
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// As [#run], for work that may throw any exception.
    <T> T call(Callable<T> work) throws Exception {
        if (ownThreads.contains(Thread.currentThread())) {
            // Waiting for another of these threads could last for ever.
            return work.call();
        }
        Task<T> task = new Task<>(Call.current(), work);
        submit(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException _) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw ProblemException.shuttingDown();
        }
    }

    /// As [#call], on the caller's thread if nothing else waits, which saves two changes of threads.
    <T> T callHere(Callable<T> work) throws Exception {
        Thread self = Thread.currentThread();
        if (self.isVirtual() || ownThreads.contains(self) || !begin()) {
            return call(work);
        }
        ownThreads.add(self);
        try {
            return timed(Call.current().orElse(null), System.nanoTime(), work);
        } finally {
            ownThreads.remove(self);
            end();
        }
    }

    /// Begins work on the caller's thread, if it may run at once.
    private synchronized boolean begin() {
        if (closed || running >= threads || waitingTasks > 0) {
            return false;
        }
        running++;
        return true;
    }

    /// Ends work on the caller's thread. What has begun to wait meanwhile goes on.
    private synchronized void end() {
        if (waitingTasks > 0) {
            workers.execute(this::work);
        } else {
            running--;
        }
    }

    private synchronized void submit(Task<?> task) {
        if (closed) {
            throw ProblemException.shuttingDown();
        }
        if (running >= threads && waitingTasks >= length) {
            makeRoomFor(task.caller);
        }
        waiting.computeIfAbsent(task.caller, _ -> new ArrayDeque<>()).addLast(task);
        waitingTasks++;
        if (running < threads) {
            running++;
            workers.execute(this::work);
        }
    }

    /// Rejects the latest task of the caller who has the most.
    private void makeRoomFor(String caller) {
        Map.Entry<String, Deque<Task<?>>> most = waiting.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow(this::full);
        Deque<Task<?>> own = waiting.get(caller);
        if (most.getValue().size() <= (own == null ? 0 : own.size()) + 1) {
            throw full();
        }
        Task<?> last = most.getValue().removeLast();
        waitingTasks--;
        last.reject(full());
    }

    private ProblemException full() {
        return new ProblemException(
                ProblemCode.TOO_BUSY,
                "the %s queue is full, %d of %d".formatted(name, waitingTasks, length),
                retryAfter());
    }

    /// Runs tasks until none is waiting.
    private void work() {
        Thread self = Thread.currentThread();
        ownThreads.add(self);
        try {
            for (Task<?> task = next(); task != null; task = next()) {
                task.run();
            }
        } finally {
            ownThreads.remove(self);
        }
    }

    /// The first task of the caller whose turn it is; null if the thread is needed no more.
    private synchronized @Nullable Task<?> next() {
        Map.Entry<String, Deque<Task<?>>> turn = waiting.pollFirstEntry();
        if (turn == null) {
            running--;
            return null;
        }
        Deque<Task<?>> tasks = turn.getValue();
        Task<?> task = tasks.removeFirst();
        waitingTasks--;
        if (!tasks.isEmpty()) {
            waiting.putLast(turn.getKey(), tasks);
        }
        return task;
    }

    /// Tasks that are waiting.
    public synchronized int queueLength() {
        return waitingTasks;
    }

    private Duration retryAfter() {
        long nanos = averageNanos.get() * (waitingTasks + 1) / threads;
        return Duration.ofSeconds(Math.clamp(TimeUnit.NANOSECONDS.toSeconds(nanos), 1, MAX_RETRY_AFTER_SECONDS));
    }

    private <T> T timed(@Nullable Call call, long queued, Callable<T> work) throws Exception {
        if (call != null && call.isAbandoned()) {
            throw new ProblemException(ProblemCode.OVERLOADED, "the request waited too long for its turn");
        }
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            long taken = System.nanoTime() - start;
            averageNanos.updateAndGet(average -> average + (taken - average) / 16);
            times.record(start - queued, taken);
        }
    }

    /// Accepts no new work; finishes the queued work.
    @Override
    public synchronized void close() {
        closed = true;
    }
}
