package dev.likeness.api.http;

import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.audit.AuditLog;
import dev.likeness.api.http.audit.RefusedCalls;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.trace.RequestSpan;
import dev.likeness.api.trace.Tracing;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The stages of one request: [Admission], [BodyReader], the handler, and [ResponseWriter]. The event loop
/// only parses and writes.
///
/// Handlers run on threads of the operating system, which shares the processors among them: virtual threads
/// that compute would keep all others waiting. What computes for long runs on [Workers].
public final class RequestPipeline implements AutoCloseable {
    /// Connections are closed after 120 seconds without a byte, and every request must be answered before.
    private static final Duration MAX_TIME = Duration.ofSeconds(110);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ServerOptions options;
    private final Workers workers;
    private final AuditLog audit;
    private final RefusedCalls refusedCalls;
    private final Semaphore permits;
    private final Admission admission;
    private final BodyReader bodies;
    private final ResponseWriter responses;
    private final ExecutorService executor = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("call-", 0).daemon().factory());

    /// Sends files, which is mostly waiting for clients.
    private final ExecutorService senders = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("send-", 0).factory());

    private final Set<String> operations = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, Cost> costs = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, QueryNames> queryNames = new ConcurrentHashMap<>();
    private final BooleanSupplier stopping;
    private final Tracing tracing;

    /// Heavy calls in progress, which end when the server does.
    private final Set<Call> heavyCalls = ConcurrentHashMap.newKeySet();
    private final HexFormat hex = HexFormat.of();
    private final SecureRandom random = new SecureRandom();

    /// @param uploads folder for request bodies on disk
    /// @param workers run operations that compute
    /// @param stopping whether the server is shutting down
    public RequestPipeline(
            Vertx vertx,
            ServerOptions options,
            Path uploads,
            AuditLog audit,
            Metrics metrics,
            Tracing tracing,
            Workers workers,
            BooleanSupplier stopping) {
        this.tracing = tracing;
        this.vertx = vertx;
        this.options = options;
        this.audit = audit;
        this.workers = workers;
        this.stopping = stopping;
        this.refusedCalls = new RefusedCalls(audit);
        this.permits = new Semaphore(options.maxConcurrentRequests());
        this.admission = new Admission(options.requestsPerSecond());
        this.bodies = new BodyReader(vertx, options, uploads, stopping, this::fail);
        this.responses = new ResponseWriter(vertx, metrics, senders, stopping);
        metrics.gauge(
                "likeness.bodies.memory", "Bytes of memory reserved for request bodies", bodies::reservedInMemory);
        metrics.gauge("likeness.bodies.disk", "Bytes on disk reserved for request bodies", bodies::reservedOnDisk);
        metrics.gauge(
                "likeness.calls.active",
                "Requests in progress",
                () -> options.maxConcurrentRequests() - permits.availablePermits());
    }

    /// Gives every request its id and its security headers. The first of all handlers.
    public void prepare(RoutingContext context) {
        String wanted = context.request().getHeader(RequestContext.REQUEST_ID_HEADER);
        String id = wanted != null && wanted.matches("[A-Za-z0-9._-]{1,64}") ? wanted : newRequestId();
        RequestContext.start(context, id);
        SecurityHeaders.put(context.response(), id);
        context.next();
    }

    private String newRequestId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return hex.formatHex(bytes);
    }

    /// Every operation with its method and path, in the contract's notation: `GET /health getHealth`.
    public Set<String> operations() {
        return operations;
    }

    /// The cost of every operation, by its name in the contract.
    public Map<String, Cost> costs() {
        return Map.copyOf(costs);
    }

    /// The parameters in the query of every operation that refuses others, by its name in the contract.
    public Map<String, Set<String>> queryParameters() {
        Map<String, Set<String>> parameters = new TreeMap<>();
        queryNames.forEach((operation, of) -> {
            if (of.names() != null) {
                parameters.put(operation, of.names());
            }
        });
        return parameters;
    }

    void attach(
            Route route,
            String operation,
            Scope scope,
            Routes.Body body,
            Authenticator authenticator,
            ErrorFormat errorFormat,
            Cost cost,
            QueryNames queryNames,
            CallHandler handler) {
        String path = Objects.requireNonNullElse(route.getPath(), "").replaceAll(":(\\w+)", "{$1}");
        Set<HttpMethod> methods = Objects.requireNonNullElse(route.methods(), Set.of());
        methods.forEach(method -> operations.add("%s %s %s".formatted(method, path, operation)));
        costs.put(operation, cost);
        this.queryNames.put(operation, queryNames);
        route.handler(context -> {
            String requestId = RequestContext.requestId(context);
            RequestSpan span = tracing.request(
                    context.request().method().name(), path, operation, requestId, context.request()::getHeader);
            context.addEndHandler(_ -> span.end(context.response().getStatusCode()));
            Call call = new Call(context, requestId, operation, bodies.newLease(body), span);
            RequestContext.route(context, call, errorFormat);
            context.addEndHandler(_ -> call.end());
            if (context.request().headers().contains("Content-Encoding")) {
                // Without decompression there are no decompression bombs.
                throw new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "a request's body must not be compressed");
            }
            if (authenticator.needsBody()) {
                authenticator.checkHeaders(call);
            } else {
                admission.admit(call, authenticator, scope);
            }
            queryNames.require(operation, call.queryNames());
            context.next();
        });
        route.handler(bodies.handler(body));
        route.handler(context -> {
            RequestContext.setReadingBody(context, false);
            if (context.response().ended()) {
                // Its body came too late: the time for it is over, or the server is shutting down.
                return;
            }
            Call call = RequestContext.call(context);
            limitTime(context, call, cost);
            dispatch(context, call, errorFormat, () -> authenticator.stillAllows(call), () -> {
                if (authenticator.needsBody()) {
                    admission.admit(call, authenticator, scope);
                }
                return cost == Cost.HEAVY ? runHeavy(call, handler) : workers.run(cost, () -> handler.handle(call));
            });
        });
    }

    @FunctionalInterface
    private interface Work {
        Reply run() throws Exception;
    }

    private Reply runHeavy(Call call, CallHandler handler) throws Exception {
        heavyCalls.add(call);
        try {
            if (stopping.getAsBoolean()) {
                throw ProblemException.shuttingDown();
            }
            return workers.run(Cost.HEAVY, () -> handler.handle(call));
        } catch (LikenessException e) {
            if (e.code() == ErrorCode.CANCELLED && stopping.getAsBoolean()) {
                throw ProblemException.shuttingDown();
            }
            throw e;
        } finally {
            heavyCalls.remove(call);
        }
    }

    /// Answers a call that takes too long. Its work goes on until it finds that it is in vain.
    private void limitTime(RoutingContext context, Call call, Cost cost) {
        Duration limit = cost == Cost.HEAVY ? options.heavyTimeout() : MAX_TIME;
        long timer = vertx.setTimer(limit.toMillis(), _ -> {
            if (!context.response().ended() && !context.response().headWritten()) {
                call.setTooLate();
                fail(
                        context,
                        new ProblemException(
                                ProblemCode.OVERLOADED,
                                ("the request must take at most %d seconds; it may still be worked on, so look before"
                                                + " you repeat a change")
                                        .formatted(limit.toSeconds()),
                                RETRY_AFTER));
            }
        });
        context.addEndHandler(_ -> vertx.cancelTimer(timer));
    }

    private void dispatch(
            RoutingContext context, Call call, ErrorFormat errorFormat, BooleanSupplier stillAllowed, Work work) {
        if (!permits.tryAcquire()) {
            throw new ProblemException(ProblemCode.TOO_BUSY, "too many concurrent requests");
        }
        Context loop = vertx.getOrCreateContext();
        try {
            call.begin();
            executor.execute(() -> {
                ResponseWriter.RenderedReply rendered;
                try {
                    rendered = ResponseWriter.render(runHandler(context, call, errorFormat, work), call);
                } finally {
                    permits.release();
                    call.endWork();
                }
                audit(call, rendered.reply().status());
                loop.runOnContext(_ -> responses.send(context, rendered, stillAllowed));
            });
        } catch (RejectedExecutionException _) {
            permits.release();
            call.endWork();
            throw ProblemException.shuttingDown();
        }
    }

    private Reply runHandler(RoutingContext context, Call call, ErrorFormat errorFormat, Work work) {
        try {
            Reply reply = call.run(work::run);
            for (Map.Entry<String, String> header : call.replyHeaders().entrySet()) {
                reply = reply.withHeader(header.getKey(), header.getValue());
            }
            return reply;
        } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
            noteRefusal(context, failure);
            return ResponseWriter.errorReply(errorFormat, Problem.of(failure, call.id()), failure);
        }
    }

    private void audit(Call call, int status) {
        if (call.auditDetails().isEmpty() && !call.method().equals("DELETE")) {
            return;
        }
        Object gallery = call.auditDetails().remove("gallery");
        audit.write(
                call.principal().id(),
                call.source().address(),
                call.operation(),
                gallery == null ? null : gallery.toString(),
                call.auditDetails(),
                status,
                call.id());
    }

    private void noteRefusal(RoutingContext context, Throwable failure) {
        if (!RefusedCalls.isRefusal(failure)) {
            return;
        }
        ProblemCode code = ((ProblemException) failure).code();
        String principal = RequestContext.principal(context);
        String address = RequestContext.address(context);
        String operation = RequestContext.operation(context);
        String requestId = RequestContext.requestId(context);
        try {
            senders.execute(() -> refusedCalls.write(principal, address, operation, code, requestId));
        } catch (RejectedExecutionException _) {
            // The server is shutting down.
        }
    }

    /// Sends a problem that arose on the event loop, in one of our handlers or in Vert.x.
    ///
    /// @param failure null if only the context's status code is known
    public void fail(RoutingContext context, @Nullable Throwable failure) {
        if (failure != null) {
            noteRefusal(context, failure);
        }
        responses.fail(context, failure == null ? null : bodies.problemOf(context, failure));
    }

    /// Sends a problem to a client whose bytes are not an HTTP request, and closes the connection.
    public void rejectUnparsed(HttpServerRequest request, int status) {
        ResponseWriter.rejectUnparsed(request, status, newRequestId());
    }

    /// Refuses the requests whose bodies stop arriving, and when the time is over, all whose bodies still
    /// arrive.
    public void refuseUnfinishedBodies(Duration time) {
        bodies.refuseUnfinished(time);
    }

    /// Stops the heavy operations, which only read.
    public void stopHeavyOperations() {
        heavyCalls.forEach(Call::setTooLate);
    }

    /// Waits for the requests in progress.
    ///
    /// @return whether all of them ended in time
    public boolean awaitEnd(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            executor.shutdown();
            boolean ended = executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
            senders.shutdown();
            return senders.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS) && ended;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        senders.shutdownNow();
    }
}
