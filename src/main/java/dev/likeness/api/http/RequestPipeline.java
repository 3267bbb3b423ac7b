package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.support.Json;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of one request: who is it, may they, read the body, do the work on a virtual thread,
/// write the answer. The event loop only parses and writes.
public final class RequestPipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);
    private static final String CALL = "likeness.call";
    private static final String ERROR_FORMAT = "likeness.errors";
    private static final String STARTED_AT = "likeness.start";
    private static final String READING_BODY = "likeness.reading";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final int MAX_QUEUED_EVENT_BYTES = 1 << 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final ServerOptions options;
    private final Path uploads;
    private final AuditLog audit;
    private final Metrics metrics;
    private final BooleanSupplier stopping;
    private final Semaphore permits;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("call-", 0).factory());
    private final ConcurrentMap<String, Bucket> rateLimiters = new ConcurrentHashMap<>();
    private final Set<String> operations = ConcurrentHashMap.newKeySet();
    private final BodyHandler memoryBodyHandler;
    private final BodyHandler uploadBodyHandler;
    private final HexFormat hex = HexFormat.of();
    private final SecureRandom random = new SecureRandom();

    /// @param stopping whether the server takes nothing new any more
    public RequestPipeline(
            Vertx vertx,
            ServerOptions options,
            Path uploads,
            AuditLog audit,
            Metrics metrics,
            BooleanSupplier stopping) {
        this.vertx = vertx;
        this.options = options;
        this.uploads = uploads;
        this.audit = audit;
        this.metrics = metrics;
        this.stopping = stopping;
        this.permits = new Semaphore(options.maxConcurrentRequests());
        this.memoryBodyHandler = BodyHandler.create(false).setBodyLimit(options.maxBodyBytes());
        this.uploadBodyHandler = BodyHandler.create(uploads.toString())
                .setBodyLimit(options.maxUploadBytes())
                .setMergeFormAttributes(false)
                .setDeleteUploadedFilesOnEnd(true);
        metrics.gauge(
                "likeness.calls.active",
                "Requests being worked on",
                () -> options.maxConcurrentRequests() - permits.availablePermits());
    }

    /// Gives every request its id and its safe headers. First of all handlers.
    public void prepare(RoutingContext context) {
        context.put(STARTED_AT, System.nanoTime());
        String wanted = context.request().getHeader(REQUEST_ID);
        String id = wanted != null && wanted.matches("[A-Za-z0-9._-]{1,64}") ? wanted : newRequestId();
        context.response()
                .putHeader(REQUEST_ID, id)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        context.put(REQUEST_ID, id);
        context.next();
    }

    private String newRequestId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return hex.formatHex(bytes);
    }

    /// Every operation with its method and path, as the contract writes them.
    public Set<String> operations() {
        return operations;
    }

    private static Call call(RoutingContext context) {
        return Objects.requireNonNull(context.<@Nullable Call>get(CALL));
    }

    void attach(
            Route route,
            String operation,
            Scope scope,
            Routes.Body body,
            Authenticator authenticator,
            ErrorFormat errors,
            CallHandler handler) {
        String path = Objects.requireNonNullElse(route.getPath(), "").replaceAll(":(\\w+)", "{$1}");
        Set<HttpMethod> methods = Objects.requireNonNullElse(route.methods(), Set.of());
        methods.forEach(method -> operations.add("%s %s %s".formatted(method, path, operation)));
        route.handler(context -> {
            Call call = new Call(context, requestId(context), operation);
            context.put(CALL, call);
            context.put(ERROR_FORMAT, errors);
            if (context.request().headers().contains("Content-Encoding")) {
                // Nothing is unpacked, so nothing can unpack to more than it seems.
                throw new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "a request's body must not be compressed");
            }
            if (!authenticator.needsBody()) {
                admit(call, authenticator, scope);
            }
            context.next();
        });
        switch (body) {
            case NONE -> route.handler(RequestPipeline::requireNoBody);
            case MEMORY -> route.handler(context -> readBody(context, memoryBodyHandler, options.maxBodyBytes()));
            case UPLOAD -> route.handler(context -> readBody(context, uploadBodyHandler, options.maxUploadBytes()));
            case FILE -> route.handler(this::receiveFile);
        }
        route.handler(context -> {
            context.remove(READING_BODY);
            Call call = call(context);
            dispatch(context, call, errors, () -> {
                if (authenticator.needsBody()) {
                    admit(call, authenticator, scope);
                }
                return handler.handle(call);
            });
        });
    }

    private void admit(Call call, Authenticator authenticator, Scope scope) {
        Principal principal = authenticator.authenticate(call);
        call.setPrincipal(principal);
        limitRate(principal);
        principal.requireScope(scope);
        call.findParameter("gallery").ifPresent(principal::requireGallery);
    }

    private void limitRate(Principal principal) {
        int rate = principal.requestsPerSecond() > 0 ? principal.requestsPerSecond() : options.requestsPerSecond();
        if (rate == 0) {
            return;
        }
        ConsumptionProbe probe = rateLimiters
                .computeIfAbsent(
                        principal.id(),
                        _ -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(2L * rate).refillGreedy(rate, Duration.ofSeconds(1)))
                                .build())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "at most %d requests a second, with bursts of twice as many".formatted(rate),
                    Duration.ofSeconds(Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000)));
        }
    }

    private static void requireNoBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        if ((length != null && !length.equals("0")) || request.headers().contains("Transfer-Encoding")) {
            throw new ProblemException(ProblemCode.BODY_TOO_LARGE, "this call takes no body");
        }
        context.next();
    }

    private void readBody(RoutingContext context, BodyHandler reader, long limit) {
        requireLengthWithin(context.request(), limit);
        startReadTimeout(context, options.requestTimeout());
        context.put(READING_BODY, true);
        reader.handle(context);
    }

    private static void requireLengthWithin(HttpServerRequest request, long limit) {
        String length = request.getHeader("Content-Length");
        // A longer number than fits is longer than any limit.
        if (length != null && (length.length() > 18 || Long.parseLong(length) > limit)) {
            throw new ProblemException(
                    ProblemCode.BODY_TOO_LARGE, "the body must have at most %d bytes".formatted(limit));
        }
    }

    /// Who sends a byte a second must not hold a place forever.
    private void startReadTimeout(RoutingContext context, Duration patience) {
        long timer = vertx.setTimer(patience.toMillis(), _ -> {
            if (!context.request().isEnded() && !context.response().ended()) {
                fail(
                        context,
                        new ProblemException(
                                ProblemCode.REQUEST_TIMEOUT,
                                "the request must arrive within %d seconds".formatted(patience.toSeconds())));
            }
        });
        context.addEndHandler(_ -> vertx.cancelTimer(timer));
    }

    /// Writes the body to a file of its own.
    private void receiveFile(RoutingContext context) {
        HttpServerRequest request = context.request();
        requireLengthWithin(request, options.maxRestoreBytes());
        request.pause();
        Path file = uploads.resolve(UUID.randomUUID().toString());
        context.addEndHandler(_ -> vertx.fileSystem().delete(file.toString()));
        vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .onFailure(failure -> fail(context, failure))
                .onSuccess(opened -> receiveFile(context, opened, file));
    }

    private void receiveFile(RoutingContext context, AsyncFile opened, Path file) {
        HttpServerRequest request = context.request();
        long[] received = {0};
        AtomicBoolean refused = new AtomicBoolean();
        request.handler(part -> {
            received[0] += part.length();
            if (received[0] > options.maxRestoreBytes()) {
                if (refused.compareAndSet(false, true)) {
                    opened.close();
                    fail(
                            context,
                            new ProblemException(
                                    ProblemCode.BODY_TOO_LARGE,
                                    "the body must have at most %d bytes".formatted(options.maxRestoreBytes())));
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
            if (!refused.get()) {
                opened.close().onComplete(closed -> {
                    if (closed.failed()) {
                        fail(context, closed.cause());
                    } else {
                        Call call = call(context);
                        call.bodyFile(file);
                        context.next();
                    }
                });
            }
        });
        request.resume();
    }

    @FunctionalInterface
    private interface Work {
        Reply run() throws Exception;
    }

    private void dispatch(RoutingContext context, Call call, ErrorFormat errors, Work work) {
        if (!permits.tryAcquire()) {
            throw new ProblemException(ProblemCode.TOO_BUSY, "too many requests at the same time");
        }
        Context loop = vertx.getOrCreateContext();
        try {
            executor.execute(() -> {
                RenderedReply answer;
                try {
                    answer = render(runHandler(call, errors, work), call);
                } finally {
                    permits.release();
                }
                audit(call, answer.reply().status());
                loop.runOnContext(_ -> send(context, answer));
            });
        } catch (RejectedExecutionException _) {
            permits.release();
            throw ProblemException.shuttingDown();
        }
    }

    private static Reply runHandler(Call call, ErrorFormat errors, Work work) {
        try {
            return work.run();
        } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
            return errorReply(errors, Problem.of(failure, call.id()), failure);
        }
    }

    private static Reply errorReply(ErrorFormat errors, Problem problem, @Nullable Throwable failure) {
        Reply reply = errors.render(problem, failure);
        Duration wait = problem.retryAfter();
        Reply told =
                wait == null ? reply : reply.withHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
        return problem.status() == 401 && !told.headers().containsKey("WWW-Authenticate")
                ? told.withHeader("WWW-Authenticate", "Bearer")
                : told;
    }

    /// An answer whose bytes are ready.
    @SuppressWarnings("ArrayRecordComponent") // only passed on to the socket
    private record RenderedReply(
            Reply reply,
            byte @Nullable [] body,
            String type,
            @Nullable String tag) {}

    private static RenderedReply render(Reply reply, Call call) {
        return switch (reply) {
            case Reply.Json json -> withEntityTag(json, Json.bytes(json.body()), json.type(), call);
            case Reply.Bytes bytes -> withEntityTag(bytes, bytes.body(), bytes.type(), call);
            case Reply.File file -> new RenderedReply(file, null, file.type(), null);
            case Reply.Events events -> new RenderedReply(events, null, "text/event-stream", null);
            case Reply.Empty empty -> new RenderedReply(empty, null, "", null);
        };
    }

    private static RenderedReply withEntityTag(Reply reply, byte[] body, String type, Call call) {
        boolean isView = reply.status() == 200
                && (call.method().equals("GET") || call.method().equals("HEAD"));
        if (!isView) {
            return new RenderedReply(reply, body, type, null);
        }
        String tag = EntityTag.of(body);
        boolean known = call.header("If-None-Match")
                .map(seen -> EntityTag.matches(seen, tag))
                .orElse(false);
        return known
                ? new RenderedReply(new Reply.Empty(304, reply.headers()), null, type, tag)
                : new RenderedReply(reply, body, type, tag);
    }

    private void audit(Call call, int status) {
        if (call.auditDetails().isEmpty() && !call.method().equals("DELETE")) {
            return;
        }
        Object gallery = call.auditDetails().remove("gallery");
        audit.write(
                call.principal().id(),
                call.operation(),
                gallery == null ? null : gallery.toString(),
                call.auditDetails(),
                status,
                call.id());
    }

    private void send(RoutingContext context, RenderedReply answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            if (answer.reply() instanceof Reply.File file && file.afterSend() != null) {
                file.afterSend().run();
            }
            return;
        }
        response.setStatusCode(answer.reply().status());
        response.putHeader("Cache-Control", answer.tag() == null ? "no-store" : "private, no-cache");
        if (answer.tag() != null) {
            response.putHeader("ETag", answer.tag());
        }
        if (!answer.type().isEmpty()) {
            response.putHeader("Content-Type", answer.type());
        }
        answer.reply().headers().forEach(response::putHeader);
        byte[] body = answer.body();
        switch (answer.reply()) {
            case Reply.File file ->
                response.sendFile(file.file().toString()).onComplete(sent -> {
                    if (file.afterSend() != null) {
                        executor.execute(file.afterSend());
                    }
                    if (sent.failed() && !response.ended()) {
                        response.reset();
                    }
                });
            case Reply.Events events -> streamEvents(context, events.source());
            case Reply _ when body == null -> response.end();
            case Reply _
            when context.request().method().equals(HttpMethod.HEAD) ->
                response.putHeader("Content-Length", Integer.toString(body.length))
                        .end();
            case Reply _ -> {
                if (answer.type().startsWith("image/") || body.length < 1024) {
                    // A picture is packed already, and a small answer only grows.
                    response.putHeader("Content-Encoding", "identity");
                }
                response.end(Buffer.buffer(body));
            }
        }
        recordMetrics(context, answer.reply().status());
    }

    private void recordMetrics(RoutingContext context, int status) {
        @Nullable Call call = context.get(CALL);
        @Nullable Long start = context.get(STARTED_AT);
        metrics.recordRequest(
                call == null ? "none" : call.operation(), status, start == null ? 0 : System.nanoTime() - start);
    }

    /// Server-sent events. A listener that does not read fast enough is let go; it may come again.
    private void streamEvents(RoutingContext context, EventSource source) {
        HttpServerResponse response = context.response();
        Context loop = vertx.getOrCreateContext();
        response.setChunked(true)
                .putHeader("Content-Encoding", "identity")
                .setWriteQueueMaxSize(MAX_QUEUED_EVENT_BYTES);
        long heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), _ -> response.write(": still here\n\n"));
        AutoCloseable listening = source.subscribe(
                event -> {
                    String text = "data: " + Json.line(event) + "\n\n";
                    loop.runOnContext(_ -> {
                        if (response.writeQueueFull()) {
                            response.reset();
                        } else if (!response.ended()) {
                            response.write(text);
                        }
                    });
                },
                () -> loop.runOnContext(_ -> {
                    if (!response.ended()) {
                        response.end();
                    }
                }));
        context.addEndHandler(_ -> {
            vertx.cancelTimer(heartbeat);
            try {
                listening.close();
            } catch (Exception e) {
                LOG.warn("cannot stop listening", e);
            }
        });
    }

    /// Writes down a refusal that comes from an event loop: of a handler there, or of Vert.x itself.
    public void fail(RoutingContext context, @Nullable Throwable failure) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            if (!response.ended()) {
                response.reset();
            }
            return;
        }
        Throwable cause = failure != null && context.data().containsKey(READING_BODY) ? formFailure(failure) : failure;
        Problem problem = cause == null
                ? problemOfStatus(context.statusCode(), requestId(context))
                : Problem.of(cause, requestId(context));
        @Nullable ErrorFormat form = context.get(ERROR_FORMAT);
        Reply reply = errorReply(form == null ? ErrorFormat.PROBLEM_JSON : form, problem, cause);
        response.setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
        reply.headers().forEach(response::putHeader);
        if (!context.request().isEnded()) {
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
            case Reply.File _, Reply.Events _, Reply.Empty _ -> new byte[0];
        };
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.putHeader("Content-Encoding", "identity").end(Buffer.buffer(body));
        }
    }

    /// What is still on its way is not read, so that the connection cannot be used again. In HTTP/2 it can, and
    /// the header is forbidden (RFC 9113, 8.2.2).
    private static void closeAfter(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("Connection", "close");
        }
    }

    /// What Netty says of a form that it cannot take apart, whichever way it says so.
    private Throwable formFailure(Throwable failure) {
        return switch (failure) {
            case ProblemException refusal -> refusal;
            case Throwable _ when stopping.getAsBoolean() -> ProblemException.shuttingDown();
            case TooLongFormFieldException _, TooManyFormFieldsException _ ->
                new ProblemException(ProblemCode.BODY_TOO_LARGE, "the form has too many or too long fields");
            default -> new ProblemException(ProblemCode.MALFORMED_REQUEST, "the form cannot be read");
        };
    }

    /// What Vert.x refuses by a status alone.
    static Problem problemOfStatus(int status, String requestId) {
        return switch (status) {
            case 400 -> Problem.of(ProblemCode.MALFORMED_REQUEST, "the request cannot be read", requestId, null);
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "there is nothing at this path", requestId, null);
            case 405 ->
                Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "this path does not take that method", requestId, null);
            case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE, "no form of it is acceptable", requestId, null);
            case 408 -> Problem.of(ProblemCode.REQUEST_TIMEOUT, "the request took too long", requestId, null);
            case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "the body is too large", requestId, null);
            case 414 -> Problem.of(ProblemCode.URI_TOO_LONG, "the path and query are too long", requestId, null);
            case 415 ->
                Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "that kind of body is not taken", requestId, null);
            case 431 -> Problem.of(ProblemCode.HEADERS_TOO_LARGE, "the headers are too large", requestId, null);
            default -> Problem.of(ProblemCode.INTERNAL, "the server failed", requestId, null);
        };
    }

    private static String requestId(RoutingContext context) {
        @Nullable String id = context.get(REQUEST_ID);
        return id == null ? "none" : id;
    }

    /// A problem before there was a request: what came was no HTTP.
    public void rejectUnparsed(HttpServerRequest request, int status) {
        Problem problem = problemOfStatus(status, newRequestId());
        byte[] body = Json.line(problem).getBytes(StandardCharsets.UTF_8);
        closeAfter(request);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(Buffer.buffer(body))
                .onComplete(_ -> request.connection().close());
    }

    /// Waits for the calls in hand.
    public boolean awaitEnd(Duration patience) {
        executor.shutdown();
        try {
            return executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
