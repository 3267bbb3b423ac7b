package dev.likeness.api.jobs;

import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Workers;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// Runs operations that compute on a bounded number of threads, so that any number of them leaves time for the
/// others, and for the event loops.
public final class OperationWorkers implements Workers, AutoCloseable {
    private static final int MIN_HEAVY_THREADS = 2;

    private final WorkQueue queries;
    private final WorkQueue heavy;

    /// @param length operations that may wait in each queue
    public OperationWorkers(int length) {
        int processors = Runtime.getRuntime().availableProcessors();
        this.queries = new WorkQueue("query", processors, length);
        this.heavy = new WorkQueue("heavy", Math.max(MIN_HEAVY_THREADS, processors / 2), length);
    }

    @Override
    public <T> T run(Cost cost, Callable<T> operation) throws Exception {
        return switch (cost) {
            case CHEAP -> operation.call();
            case QUERY -> queries.callHere(operation);
            case HEAVY -> heavy.call(operation);
        };
    }

    /// As [#run] for work of cost `QUERY` that throws no checked exception.
    public <T> T query(Supplier<T> work) {
        return queries.runHere(work);
    }

    /// Operations that are waiting.
    public int waiting() {
        return queries.queueLength() + heavy.queueLength();
    }

    /// Accepts no new work; finishes the queued work.
    @Override
    public void close() {
        queries.close();
        heavy.close();
    }
}
