package dev.likeness.api.http;

import dev.likeness.api.auth.Scope;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The stages of one request: [Admission], [BodyReader], the handler on a virtual thread, and
/// [ResponseWriter]. The event loop only parses and writes.
public final class RequestPipeline implements AutoCloseable {
    private final Vertx vertx;
    private final AuditLog audit;
    private final Semaphore permits;
    private final Admission admission;
    private final BodyReader bodies;
    private final ResponseWriter responses;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("call-", 0).factory());
    private final Set<String> operations = ConcurrentHashMap.newKeySet();
    private final HexFormat hex = HexFormat.of();
    private final SecureRandom random = new SecureRandom();

    /// @param uploads folder for request bodies on disk
    /// @param stopping whether the server is shutting down
    public RequestPipeline(
            Vertx vertx,
            ServerOptions options,
            Path uploads,
            AuditLog audit,
            Metrics metrics,
            BooleanSupplier stopping) {
        this.vertx = vertx;
        this.audit = audit;
        this.permits = new Semaphore(options.maxConcurrentRequests());
        this.admission = new Admission(options.requestsPerSecond());
        this.bodies = new BodyReader(vertx, options, uploads, stopping, this::fail);
        this.responses = new ResponseWriter(vertx, metrics, executor);
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
        context.response()
                .putHeader(RequestContext.REQUEST_ID_HEADER, id)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
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

    void attach(
            Route route,
            String operation,
            Scope scope,
            Routes.Body body,
            Authenticator authenticator,
            ErrorFormat errorFormat,
            CallHandler handler) {
        String path = Objects.requireNonNullElse(route.getPath(), "").replaceAll(":(\\w+)", "{$1}");
        Set<HttpMethod> methods = Objects.requireNonNullElse(route.methods(), Set.of());
        methods.forEach(method -> operations.add("%s %s %s".formatted(method, path, operation)));
        route.handler(context -> {
            Call call = new Call(context, RequestContext.requestId(context), operation);
            RequestContext.route(context, call, errorFormat);
            if (context.request().headers().contains("Content-Encoding")) {
                // Without decompression there are no decompression bombs.
                throw new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "a request's body must not be compressed");
            }
            if (!authenticator.needsBody()) {
                admission.admit(call, authenticator, scope);
            }
            context.next();
        });
        route.handler(bodies.handler(body));
        route.handler(context -> {
            RequestContext.setReadingBody(context, false);
            Call call = RequestContext.call(context);
            dispatch(context, call, errorFormat, () -> authenticator.stillAllows(call), () -> {
                if (authenticator.needsBody()) {
                    admission.admit(call, authenticator, scope);
                }
                return handler.handle(call);
            });
        });
    }

    @FunctionalInterface
    private interface Work {
        Reply run() throws Exception;
    }

    private void dispatch(
            RoutingContext context, Call call, ErrorFormat errorFormat, BooleanSupplier stillAllowed, Work work) {
        if (!permits.tryAcquire()) {
            throw new ProblemException(ProblemCode.TOO_BUSY, "too many concurrent requests");
        }
        Context loop = vertx.getOrCreateContext();
        try {
            executor.execute(() -> {
                ResponseWriter.RenderedReply rendered;
                try {
                    rendered = ResponseWriter.render(runHandler(call, errorFormat, work), call);
                } finally {
                    permits.release();
                }
                audit(call, rendered.reply().status());
                loop.runOnContext(_ -> responses.send(context, rendered, stillAllowed));
            });
        } catch (RejectedExecutionException _) {
            permits.release();
            throw ProblemException.shuttingDown();
        }
    }

    private static Reply runHandler(Call call, ErrorFormat errorFormat, Work work) {
        try {
            return work.run();
        } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
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

    /// Sends a problem that arose on the event loop, in one of our handlers or in Vert.x.
    ///
    /// @param failure null if only the context's status code is known
    public void fail(RoutingContext context, @Nullable Throwable failure) {
        responses.fail(context, failure == null ? null : bodies.problemOf(context, failure));
    }

    /// Sends a problem to a client whose bytes are not an HTTP request, and closes the connection.
    public void rejectUnparsed(HttpServerRequest request, int status) {
        ResponseWriter.rejectUnparsed(request, status, newRequestId());
    }

    /// Waits for the requests in progress.
    ///
    /// @return whether all of them ended in time
    public boolean awaitEnd(Duration timeout) {
        executor.shutdown();
        try {
            return executor.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
