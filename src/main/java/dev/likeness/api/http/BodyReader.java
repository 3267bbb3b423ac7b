package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/// Reads request bodies completely, within a size and a time, into memory or onto disk.
final class BodyReader {
    private final Vertx vertx;
    private final ServerOptions options;
    private final Path uploads;
    private final BooleanSupplier stopping;
    private final BiConsumer<RoutingContext, Throwable> onFailure;
    private final BodyHandler memoryBodyHandler;
    private final BodyHandler uploadBodyHandler;

    /// @param uploads folder for bodies on disk; each file is deleted when its request ends
    /// @param stopping whether the server is shutting down
    /// @param onFailure sends the response to a request whose body cannot be read
    BodyReader(
            Vertx vertx,
            ServerOptions options,
            Path uploads,
            BooleanSupplier stopping,
            BiConsumer<RoutingContext, Throwable> onFailure) {
        this.vertx = vertx;
        this.options = options;
        this.uploads = uploads;
        this.stopping = stopping;
        this.onFailure = onFailure;
        this.memoryBodyHandler = BodyHandler.create(false).setBodyLimit(options.maxBodyBytes());
        this.uploadBodyHandler = BodyHandler.create(uploads.toString())
                .setBodyLimit(options.maxUploadBytes())
                .setMergeFormAttributes(false)
                .setDeleteUploadedFilesOnEnd(true);
    }

    /// The handler that reads a body of this kind and then calls the next handler of the route.
    Handler<RoutingContext> handler(Routes.Body body) {
        return switch (body) {
            case NONE -> BodyReader::requireNoBody;
            case MEMORY -> context -> readBody(context, memoryBodyHandler, options.maxBodyBytes());
            case UPLOAD -> context -> readBody(context, uploadBodyHandler, options.maxUploadBytes());
            case FILE -> this::receiveFile;
        };
    }

    /// The problem behind a failure that may come from a form that Netty cannot parse.
    Throwable problemOf(RoutingContext context, Throwable failure) {
        return RequestContext.isReadingBody(context) ? formFailure(failure) : failure;
    }

    private Throwable formFailure(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case Throwable _ when stopping.getAsBoolean() -> ProblemException.shuttingDown();
            case TooLongFormFieldException _, TooManyFormFieldsException _ ->
                new ProblemException(ProblemCode.BODY_TOO_LARGE, "the form has too many or too long fields");
            default -> new ProblemException(ProblemCode.MALFORMED_REQUEST, "the form cannot be read");
        };
    }

    private static void requireNoBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        if ((length != null && !length.equals("0")) || request.headers().contains("Transfer-Encoding")) {
            throw new ProblemException(ProblemCode.BODY_TOO_LARGE, "this operation takes no body");
        }
        context.next();
    }

    private void readBody(RoutingContext context, BodyHandler reader, long limit) {
        requireLengthWithin(context.request(), limit);
        startReadTimeout(context, options.requestTimeout());
        RequestContext.setReadingBody(context, true);
        reader.handle(context);
    }

    private static void requireLengthWithin(HttpServerRequest request, long limit) {
        String length = request.getHeader("Content-Length");
        // A number of more than 18 digits may not fit into a long; it exceeds every limit.
        if (length != null && (length.length() > 18 || Long.parseLong(length) > limit)) {
            throw tooLarge(limit);
        }
    }

    private static ProblemException tooLarge(long limit) {
        return new ProblemException(ProblemCode.BODY_TOO_LARGE, "the body must have at most %d bytes".formatted(limit));
    }

    /// A client that sends a byte per second must not hold a connection forever.
    private void startReadTimeout(RoutingContext context, Duration timeout) {
        long timer = vertx.setTimer(timeout.toMillis(), _ -> {
            if (!context.request().isEnded() && !context.response().ended()) {
                onFailure.accept(
                        context,
                        new ProblemException(
                                ProblemCode.REQUEST_TIMEOUT,
                                "the request must arrive within %d seconds".formatted(timeout.toSeconds())));
            }
        });
        context.addEndHandler(_ -> vertx.cancelTimer(timer));
    }

    private void receiveFile(RoutingContext context) {
        HttpServerRequest request = context.request();
        requireLengthWithin(request, options.maxRestoreBytes());
        request.pause();
        Path file = uploads.resolve(UUID.randomUUID().toString());
        context.addEndHandler(_ -> vertx.fileSystem().delete(file.toString()));
        vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .onFailure(failure -> onFailure.accept(context, failure))
                .onSuccess(opened -> receiveFile(context, opened, file));
    }

    private void receiveFile(RoutingContext context, AsyncFile opened, Path file) {
        HttpServerRequest request = context.request();
        long[] received = {0};
        AtomicBoolean rejected = new AtomicBoolean();
        request.handler(part -> {
            received[0] += part.length();
            if (received[0] > options.maxRestoreBytes()) {
                if (rejected.compareAndSet(false, true)) {
                    opened.close();
                    onFailure.accept(context, tooLarge(options.maxRestoreBytes()));
                }
                return;
            }
            opened.write(part);
            if (opened.writeQueueFull()) {
                request.pause();
                opened.drainHandler(_ -> request.resume());
            }
        });
        request.exceptionHandler(_ -> opened.close());
        request.endHandler(_ -> {
            if (!rejected.get()) {
                opened.close().onComplete(closed -> {
                    if (closed.failed()) {
                        onFailure.accept(context, closed.cause());
                    } else {
                        RequestContext.call(context).bodyFile(file);
                        context.next();
                    }
                });
            }
        });
        request.resume();
    }
}
