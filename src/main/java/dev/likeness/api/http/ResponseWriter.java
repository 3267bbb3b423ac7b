package dev.likeness.api.http;

import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.support.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes responses: replies of handlers with their entity tags, event streams, and problems.
///
/// Rendering happens on the handler's thread; everything else runs on the request's event loop.
final class ResponseWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
    private static final int MIN_COMPRESSED_BYTES = 1024;
    /// Time for a client to read the response before its connection is closed.
    private static final Duration LINGERING = Duration.ofMillis(500);

    private static final int FILE_PIECE_BYTES = 64 << 10;

    private final Vertx vertx;
    private final Metrics metrics;
    private final Executor executor;
    private final BooleanSupplier stopping;

    /// A reply whose bytes are ready.
    ///
    /// @param body null if there is none, or it is streamed
    /// @param type media type; empty if there is no body
    /// @param tag entity tag; null if the response must not be cached
    @SuppressWarnings("ArrayRecordComponent") // only passed on to the socket
    record RenderedReply(
            Reply reply,
            byte @Nullable [] body,
            String type,
            @Nullable String tag) {}

    /// @param executor runs what a reply wants done after a file is sent
    /// @param stopping whether the server is shutting down
    ResponseWriter(Vertx vertx, Metrics metrics, Executor executor, BooleanSupplier stopping) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.executor = executor;
        this.stopping = stopping;
    }

    /// Serializes a reply. A GET whose entity tag the client has becomes 304.
    static RenderedReply render(Reply reply, Call call) {
        return switch (reply) {
            case Reply.Json json -> withEntityTag(json, Json.bytes(json.body()), json.type(), call);
            case Reply.Bytes bytes -> withEntityTag(bytes, bytes.body(), bytes.type(), call);
            case Reply.File file -> new RenderedReply(file, null, file.type(), null);
            case Reply.OpenFile file -> new RenderedReply(file, null, file.type(), ownTag(file));
            case Reply.Events events -> new RenderedReply(events, null, "text/event-stream", null);
            case Reply.Empty empty -> new RenderedReply(empty, null, "", ownTag(empty));
        };
    }

    private static RenderedReply withEntityTag(Reply reply, byte[] body, String type, Call call) {
        boolean isView = reply.status() == 200
                && (call.method().equals("GET") || call.method().equals("HEAD"));
        if (!isView) {
            return new RenderedReply(reply, body, type, null);
        }
        String own = ownTag(reply);
        if (own != null) {
            return new RenderedReply(reply, body, type, own);
        }
        String tag = EntityTag.of(body);
        boolean unchanged = call.header("If-None-Match")
                .map(expected -> EntityTag.matches(expected, tag))
                .orElse(false);
        return unchanged
                ? new RenderedReply(new Reply.Empty(304, reply.headers()), null, type, tag)
                : new RenderedReply(reply, body, type, tag);
    }

    /// The entity tag that the handler chose, as [Call#versioned] does.
    private static @Nullable String ownTag(Reply reply) {
        return reply.headers().get(EntityTag.HEADER);
    }

    /// A problem as a reply, with the headers that its status needs.
    static Reply errorReply(ErrorFormat format, Problem problem, @Nullable Throwable failure) {
        Reply reply = format.render(problem, failure);
        Duration wait = problem.retryAfter();
        Reply withRetry =
                wait == null ? reply : reply.withHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
        return problem.status() == 401 && !withRetry.headers().containsKey("WWW-Authenticate")
                ? withRetry.withHeader("WWW-Authenticate", "Bearer")
                : withRetry;
    }

    /// Sends a reply.
    ///
    /// @param stillAllowed whether the caller may still read a stream of events
    void send(RoutingContext context, RenderedReply rendered, BooleanSupplier stillAllowed) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            release(rendered.reply());
            return;
        }
        response.setStatusCode(rendered.reply().status());
        response.putHeader("Cache-Control", rendered.tag() == null ? "no-store" : "private, no-cache");
        if (rendered.tag() != null) {
            response.putHeader(EntityTag.HEADER, rendered.tag());
        }
        if (!rendered.type().isEmpty()) {
            response.putHeader("Content-Type", rendered.type());
        }
        putHeaders(context, rendered.reply());
        byte[] body = rendered.body();
        switch (rendered.reply()) {
            case Reply.File file -> sendFile(response, file);
            case Reply.OpenFile file -> sendFile(context, file);
            case Reply.Events events -> EventStream.open(vertx, context, events.source(), stillAllowed);
            case Reply _ when body == null -> response.end();
            case Reply _
            when context.request().method().equals(HttpMethod.HEAD) ->
                response.putHeader("Content-Length", Integer.toString(body.length))
                        .end();
            case Reply _ -> {
                if (rendered.type().startsWith("image/") || body.length < MIN_COMPRESSED_BYTES) {
                    // Images are compressed already, and small bodies would grow.
                    response.putHeader("Content-Encoding", "identity");
                }
                response.end(Buffer.buffer(body));
            }
        }
        recordMetrics(context, rendered.reply().status());
    }

    /// Puts a reply's own headers. A path in `Location` is one of this server, which a proxy may serve below
    /// a prefix.
    private static void putHeaders(RoutingContext context, Reply reply) {
        reply.headers().forEach((name, value) -> {
            boolean isOwnPath = name.equals("Location") && value.startsWith("/");
            context.response().putHeader(name, isOwnPath ? RequestContext.prefix(context) + value : value);
        });
    }

    /// Ends a reply whose connection is closed.
    private void release(Reply reply) {
        switch (reply) {
            case Reply.File file -> {
                if (file.afterSend() != null) {
                    file.afterSend().run();
                }
            }
            case Reply.OpenFile file -> close(file.file());
            case Reply.Json _, Reply.Bytes _, Reply.Events _, Reply.Empty _ -> {}
        }
    }

    private void sendFile(RoutingContext context, Reply.OpenFile file) {
        HttpServerResponse response = context.response();
        long size;
        try {
            size = file.file().size();
        } catch (IOException e) {
            LOG.warn("cannot read an open file", e);
            close(file.file());
            response.reset();
            return;
        }
        // Photos are compressed already.
        response.putHeader("Content-Encoding", "identity").putHeader("Content-Length", Long.toString(size));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            close(file.file());
            response.end();
            return;
        }
        Context loop = vertx.getOrCreateContext();
        try {
            executor.execute(() -> sendPieces(loop, response, file.file(), size));
        } catch (RejectedExecutionException _) {
            // The server is shutting down.
            close(file.file());
            response.reset();
        }
    }

    /// Reads a file on a handler's thread and waits until each piece is written, so that a slow client costs
    /// no memory. Vert.x can send a channel itself, but over HTTP/2 that never ends (5.1.6).
    private static void sendPieces(Context loop, HttpServerResponse response, FileChannel file, long size) {
        try (file) {
            long sent = 0;
            while (sent < size) {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(FILE_PIECE_BYTES, size - sent));
                int read = file.read(piece, sent);
                if (read <= 0) {
                    throw new EOFException("the file was cut while it was sent");
                }
                Buffer bytes = Buffer.buffer(Arrays.copyOf(piece.array(), read));
                await(loop, () -> response.write(bytes));
                sent += read;
            }
            await(loop, response::end);
        } catch (IOException | CompletionException e) {
            LOG.debug("a file was not sent completely", e);
            loop.runOnContext(_ -> {
                if (!response.ended()) {
                    response.reset();
                }
            });
        }
    }

    /// Runs a step on the event loop and waits for its end.
    private static void await(Context loop, Supplier<Future<Void>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(_ -> {
            try {
                step.get().onComplete(done::complete, done::completeExceptionally);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("cannot close a file", e);
        }
    }

    private void sendFile(HttpServerResponse response, Reply.File file) {
        response.sendFile(file.file().toString()).onComplete(sent -> {
            if (file.afterSend() != null) {
                executor.execute(file.afterSend());
            }
            if (sent.failed() && !response.ended()) {
                response.reset();
            }
        });
    }

    private void recordMetrics(RoutingContext context, int status) {
        metrics.recordRequest(RequestContext.operation(context), status, RequestContext.elapsedNanos(context));
    }

    /// Sends a problem that arose on the event loop, in one of our handlers or in Vert.x.
    ///
    /// @param failure null if only the context's status code is known
    void fail(RoutingContext context, @Nullable Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            if (!response.ended()) {
                response.reset();
            }
            return;
        }
        String requestId = RequestContext.requestId(context);
        Problem problem =
                failure == null ? problemOfStatus(context.statusCode(), requestId) : Problem.of(failure, requestId);
        Reply reply = errorReply(RequestContext.errorFormat(context), problem, failure);
        response.setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
        reply.headers().forEach(response::putHeader);
        boolean isUnread = !context.request().isEnded();
        if (isUnread) {
            closeAfter(context.request());
        }
        recordMetrics(context, reply.status());
        byte[] body = switch (reply) {
            case Reply.Json json -> {
                response.putHeader("Content-Type", json.type());
                yield Json.bytes(json.body());
            }
            case Reply.Bytes bytes -> {
                response.putHeader("Content-Type", bytes.type());
                yield bytes.body();
            }
            case Reply.File _, Reply.OpenFile _, Reply.Events _, Reply.Empty _ -> new byte[0];
        };
        Future<Void> sent = context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.putHeader("Content-Encoding", "identity").end(Buffer.buffer(body));
        if (isUnread && stopping.getAsBoolean()) {
            // A client that has bytes under way would lose the response if the connection were closed at once.
            sent.onComplete(_ -> vertx.setTimer(LINGERING.toMillis(), _ -> abandon(context.request())));
        }
    }

    /// Waits no longer for the rest of a request. Other requests on an HTTP/2 connection go on.
    private static void abandon(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
        } else {
            request.connection().close();
        }
    }

    /// Sends a problem to a client whose bytes are not an HTTP request, and closes the connection.
    static void rejectUnparsed(HttpServerRequest request, int status, String requestId) {
        byte[] body = Json.line(problemOfStatus(status, requestId)).getBytes(StandardCharsets.UTF_8);
        closeAfter(request);
        SecurityHeaders.put(request.response(), requestId);
        request.response()
                .setStatusCode(status)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Type", "application/problem+json")
                .end(Buffer.buffer(body))
                .onComplete(_ -> request.connection().close());
    }

    /// The rest of the request is not read, so an HTTP/1.1 connection cannot be reused. An HTTP/2 connection
    /// can, and forbids the header (RFC 9113, 8.2.2).
    private static void closeAfter(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
    }

    /// The problem of a request that Vert.x rejected with a status only.
    private static Problem problemOfStatus(int status, String requestId) {
        return switch (status) {
            case 400 -> Problem.of(ProblemCode.MALFORMED_REQUEST, "the request cannot be parsed", requestId, null);
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "no resource at this path", requestId, null);
            case 405 ->
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "this path does not support the method", requestId, null);
            case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE, "no acceptable media type", requestId, null);
            case 408 -> Problem.of(ProblemCode.REQUEST_TIMEOUT, "the request took too long", requestId, null);
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "the body is too large", requestId, null);
            case 414 -> Problem.of(ProblemCode.URI_TOO_LONG, "the path and query are too long", requestId, null);
            case 415 ->
                Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "this path does not support the body's media type",
                        requestId,
                        null);
            case 431 -> Problem.of(ProblemCode.HEADERS_TOO_LARGE, "the headers are too large", requestId, null);
            default -> Problem.of(ProblemCode.INTERNAL, "internal error", requestId, null);
        };
    }
}
