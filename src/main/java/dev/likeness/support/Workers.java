package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Runs tasks on several threads and reports their first failure.
public final class Workers {
    private Workers() {}

    /// Runs all tasks to their end, then rethrows the first failure.
    ///
    /// @throws LikenessException the exception of a task; `CANCELLED` if the waiting thread was interrupted;
    ///     `INTERNAL` if a task threw an unexpected exception
    public static void runAll(ExecutorService executor, List<Callable<Void>> tasks) {
        try {
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case LikenessException failure -> throw failure;
                case Error error -> throw error;
                case null, default ->
                    throw new LikenessException(ErrorCode.INTERNAL, "a worker failed: " + e.getCause(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the work was interrupted", e);
        }
    }
}
