package dev.likeness.training.run;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/// Prepares batches in background threads, a few steps ahead of the training. A batch depends only on its
/// step, not on the number of threads.
///
/// @param <B> the type of a batch
public final class BatchQueue<B> implements AutoCloseable {
    private final LongFunction<Callable<B>> maker;
    private final long lastStep;
    private final int lookahead;
    private final ExecutorService workers;
    private final Deque<Future<B>> pending = new ArrayDeque<>();
    private long nextStep;

    /// @param maker returns, for each step in ascending order, the task that makes its batch on a background
    ///     thread
    /// @param firstStep the step of the first batch that [#next] returns
    /// @param steps number of steps of the whole run
    /// @param threads number of background threads, at least 1
    public BatchQueue(LongFunction<Callable<B>> maker, long firstStep, long steps, int threads) {
        this.maker = maker;
        this.nextStep = firstStep;
        this.lastStep = steps;
        this.lookahead = threads + 1;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("batch-", 0).factory());
    }

    /// Returns the batch of the next step.
    ///
    /// @throws LikenessException the error of making the batch; `CANCELLED` if the thread was interrupted
    public B next() {
        while (pending.size() < lookahead && nextStep < lastStep) {
            pending.add(workers.submit(maker.apply(nextStep)));
            nextStep++;
        }
        try {
            return pending.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the training was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LikenessException refusal) {
                throw refusal;
            }
            throw new LikenessException(ErrorCode.INTERNAL, "a batch cannot be made: " + e.getCause(), e);
        }
    }

    /// Stops the background threads and waits for them, so that the caller can close what they read.
    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
    }
}
