package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Work shared out among threads, all of it done or none of its failures swallowed.
public final class Workers {
    private Workers() {}

    /// Runs all tasks to their end, then throws the first failure, if any, as what it was.
    ///
    /// @throws LikenessException of the task; `CANCELLED` if the waiting thread was interrupted; `INTERNAL` for a
    ///     defect
    public static void all(ExecutorService executor, List<Callable<Void>> tasks) {
        try {
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case LikenessException refusal -> throw refusal;
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
