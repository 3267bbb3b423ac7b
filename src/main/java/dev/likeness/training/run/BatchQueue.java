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

/// Makes batches a few steps ahead of the training. A batch follows from its step alone, whatever the
/// number of threads.
///
/// @param <B> batch
public final class BatchQueue<B> implements AutoCloseable {
    private final LongFunction<Callable<B>> maker;
    private final long lastStep;
    private final int lookahead;
    private final ExecutorService workers;
    private final Deque<Future<B>> pending = new ArrayDeque<>();
    private long nextStep;

    /// @param maker gives, in the order of the steps, what makes the batch of a step on another thread
    /// @param firstStep the first batch that [#next] gives
    /// @param steps of the whole run
    /// @param threads that make batches, at least 1
    public BatchQueue(LongFunction<Callable<B>> maker, long firstStep, long steps, int threads) {
        this.maker = maker;
        this.nextStep = firstStep;
        this.lastStep = steps;
        this.lookahead = threads + 1;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("batch-", 0).factory());
    }

    /// The next step's batch.
    ///
    /// @throws LikenessException what making it ends in
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

    /// Stops; batches that are being made are waited for, so that what they read can be closed.
    @Override
    public void close() {
        workers.shutdownNow();
        workers.close();
    }
}
