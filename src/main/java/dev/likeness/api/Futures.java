package dev.likeness.api;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what Vert.x does.
final class Futures {
    private Futures() {}

    static void awaitQuietly(Future<?> future, Duration patience) {
        try {
            future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // The process ends anyway.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void await(Future<?> future, Duration patience, String failure) {
        try {
            future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LikenessException(ErrorCode.IO_FAILED, failure + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, failure, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted while starting", e);
        }
    }
}
