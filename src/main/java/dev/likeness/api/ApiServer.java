package dev.likeness.api;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Sessions;
import dev.likeness.api.http.Authenticator;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.ErrorFormat;
import dev.likeness.api.http.HostAndOriginFilter;
import dev.likeness.api.http.KeyAuthenticator;
import dev.likeness.api.http.Metrics;
import dev.likeness.api.http.PathRules;
import dev.likeness.api.http.RequestPipeline;
import dev.likeness.api.http.Routes;
import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.http.TlsFiles;
import dev.likeness.api.http.UnknownVersions;
import dev.likeness.api.http.audit.AuditLog;
import dev.likeness.api.jobs.GalleryWriteLock;
import dev.likeness.api.jobs.Jobs;
import dev.likeness.api.jobs.OperationWorkers;
import dev.likeness.api.jobs.RenderedImages;
import dev.likeness.api.jobs.WorkQueue;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.retry.AnswerFiles;
import dev.likeness.api.retry.RepeatedRequests;
import dev.likeness.api.trace.Tracing;
import dev.likeness.api.trace.TracingOptions;
import dev.likeness.api.webhook.DuplicatesOptions;
import dev.likeness.engine.Engine;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.support.Temporaries;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The HTTP server. Keys are optional on loopback; on any other address, it does not start without one.
public final class ApiServer implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_FORM_FIELD_BYTES = 1 << 20;
    private static final int MAX_FORM_FIELDS = 64;
    private static final int IDLE_SECONDS = 120;
    private static final int MIN_GZIP_BYTES = 1 << 10;
    private static final int MAX_EVENT_LOOPS = 4;
    private static final int MIN_RENDERING_THREADS = 2;
    private static final long MAX_RENDERED_BYTES = 64 << 20;
    private static final long KEY_REFRESH_MILLIS = 1000;
    private static final long PRUNING_MILLIS = Duration.ofHours(1).toMillis();
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Vertx vertx;
    private final RequestPipeline pipeline;
    private final Backend backend;
    private final AuditLog audit;
    private final Temporaries temporaries;
    private final ServerLock lock;
    private final Tracing tracing;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final boolean loopback;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private @Nullable BackupSchedule backupSchedule;
    private @Nullable DuplicateWatch duplicateWatch;
    private @Nullable Thread warmUp;

    private ApiServer(
            Engine engine,
            Path galleries,
            ServerOptions options,
            TracingOptions traces,
            List<Path> furtherRoots,
            ServerLock lock) {
        this.lock = lock;
        KeyRing keys = KeyRing.of(galleries);
        // A proxy brings requests of other machines.
        this.loopback = isLoopback(options.host()) && options.trustedProxies().isEmpty();
        if (keys.isClosed()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "this server has had API keys, but there are none to be read in " + keys.file(),
                    ErrorFacts.ofRemedies(new Remedy.CreateApiKey(), new Remedy.GoKeyless()));
        }
        if (!loopback && keys.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a server that other machines can reach needs at least one API key, got none for "
                            + (options.trustedProxies().isEmpty()
                                    ? "host: " + options.host()
                                    : "trustedProxies: " + String.join(", ", options.trustedProxies())),
                    ErrorFacts.ofRemedies(new Remedy.CreateApiKey()));
        }
        this.vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(eventLoops()).setUseDaemonThread(true));
        Metrics metrics = new Metrics();
        this.tracing = Tracing.of(traces);
        this.temporaries = Temporaries.below(KeyRing.serverFolder(galleries).resolve("temporary"));
        this.audit = new AuditLog(
                KeyRing.serverFolder(galleries),
                options.auditFileBytes(),
                options.auditTotalBytes(),
                options.auditDays());
        OperationWorkers workers = new OperationWorkers(options.maxConcurrentRequests());
        metrics.gauge("likeness.operations.waiting", "Operations that wait for a thread to compute", workers::waiting);
        this.pipeline = new RequestPipeline(
                vertx, options, temporaries.folder(), audit, metrics, tracing, workers, stopping::get);
        EngineFigures figures = new EngineFigures(metrics, tracing);
        WorkQueue inference = new WorkQueue(
                "inference",
                options.effectiveInferenceWorkers(),
                options.maxQueuedInferences(),
                figures::inferenceFinished);
        metrics.gauge("likeness.inference.waiting", "Images that wait for inference", inference::queueLength);
        // Every request in progress may wait here: a page asks for all its pictures at once.
        WorkQueue rendering = new WorkQueue("rendering", renderingThreads(), options.maxConcurrentRequests());
        metrics.gauge("likeness.rendering.waiting", "Images that wait for rendering", rendering::queueLength);
        Jobs jobs = new Jobs(figures::jobEnded);
        figures.watch(jobs);
        GalleryFigures.publish(engine.galleries(), metrics);
        List<Path> roots = new ArrayList<>(options.photoRoots());
        roots.addAll(furtherRoots);
        this.backend = new Backend(
                engine,
                new GalleryWriteLock(options.writeTimeout()),
                workers,
                inference,
                new RenderedImages(rendering, MAX_RENDERED_BYTES),
                jobs,
                keys,
                new Sessions(
                        keys, KeyRing.serverFolder(galleries), options.sessionIdleTimeout(), options.sessionLifetime()),
                Roots.of(roots),
                metrics,
                figures,
                new RepeatedRequests(
                        new AnswerFiles(KeyRing.serverFolder(galleries).resolve("answers"))),
                options,
                new AtomicBoolean(),
                loopback);
    }

    /// Starts a server.
    ///
    /// @param galleries folder of the engine's galleries; keys and the audit log are stored beside them
    /// @param duplicates who is told of likely duplicates
    /// @param traces where the traces of requests go
    /// @param furtherRoots photo roots in addition to those of the options
    /// @param facades the APIs, in the order in which their routes are tried
    /// @throws LikenessException `INVALID_ARGUMENT` if the host requires keys and there are none, or the TLS
    ///     files or the secret of the webhook are invalid; `CALIBRATION_INVALID` if the configured calibration
    ///     is; `IO_FAILED` if the port cannot be bound
    public static ApiServer start(
            Engine engine,
            Path galleries,
            ServerOptions options,
            DuplicatesOptions duplicates,
            TracingOptions traces,
            List<Path> furtherRoots,
            List<Facade> facades) {
        engine.checkConfiguration();
        ServerLock lock = ServerLock.of(galleries);
        ApiServer server;
        try {
            server = new ApiServer(engine, galleries, options, traces, furtherRoots, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            engine.galleries().removeScratchFiles();
            PurgeJob.sweepUploads(server.backend);
            server.duplicateWatch =
                    DuplicateWatch.start(server.backend, galleries, duplicates).orElse(null);
            server.listen(facades);
            PurgeJob.resumePending(server.backend);
            server.backupSchedule = BackupSchedule.start(server.backend);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /// The services of the APIs, for a program that starts the server and its own jobs.
    public Backend backend() {
        return backend;
    }

    /// Does work that spares the first requests time, while `/ready` says that the server is not ready yet. The
    /// work is interrupted when the server stops.
    public void warmUp(Runnable work) {
        backend.warmingUp().set(true);
        warmUp = Thread.ofPlatform().daemon().name("warm-up").start(() -> {
            try {
                work.run();
            } finally {
                backend.warmingUp().set(false);
            }
        });
    }

    /// The port on which the server listens.
    public int port() {
        return servers.getFirst().actualPort();
    }

    /// The server's URL, without a slash at the end.
    public String address() {
        ServerOptions options = backend.options();
        String host = options.host().contains(":") && !options.host().startsWith("[")
                ? "[" + options.host() + "]"
                : options.host();
        return "%s://%s:%d".formatted(options.tlsKey().isPresent() ? "https" : "http", host, port());
    }

    /// Whether callers need a key.
    public boolean requiresKey() {
        return !backend.admitsWithoutKey();
    }

    /// Every operation with its method and path, such as `GET /health getHealth`.
    Set<String> operations() {
        return pipeline.operations();
    }

    /// The cost of every operation, by its name.
    Map<String, Cost> costs() {
        return pipeline.costs();
    }

    /// The parameters in the query of every operation that refuses others, by its name.
    Map<String, Set<String>> queryParameters() {
        return pipeline.queryParameters();
    }

    private void listen(List<Facade> facades) {
        HttpServerOptions http = httpOptions();
        HostAndOriginFilter filter = new HostAndOriginFilter(backend.options(), loopback);
        Authenticator bearer = new KeyAuthenticator(backend.keys(), backend.sessions(), backend::admitsWithoutKey);
        vertx.setPeriodic(KEY_REFRESH_MILLIS, _ -> Thread.ofVirtual().start(backend.keys()::refresh));
        vertx.setPeriodic(PRUNING_MILLIS, _ -> Thread.ofVirtual().start(backend.repeatedRequests()::prune));
        vertx.setPeriodic(PRUNING_MILLIS, _ -> Thread.ofVirtual().start(backend.sessions()::save));
        Router router = router(facades, filter, bearer);
        Futures.await(
                vertx.deployVerticle(() -> listener(http, router), new DeploymentOptions().setInstances(eventLoops())),
                Duration.ofSeconds(30),
                "cannot listen on %s:%d"
                        .formatted(backend.options().host(), backend.options().port()));
    }

    /// A server on its own event loop; all of them share the port and the routes.
    private VerticleBase listener(HttpServerOptions http, Router router) {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                HttpServer server = vertx.createHttpServer(http);
                server.requestHandler(request -> {
                    if (request.authority() == null || hasUnknownTransferCoding(request)) {
                        // Vert.x Web would report a request without a Host as an internal error.
                        pipeline.rejectUnparsed(request, 400);
                    } else {
                        router.handle(request);
                    }
                });
                server.connectionHandler(UnknownVersions::refuse);
                server.invalidRequestHandler(ApiServer.this::rejectUnparsed);
                servers.add(server);
                return server.listen();
            }
        };
    }

    /// Whether the body is coded otherwise than this server reads it, so that its end is not known.
    private static boolean hasUnknownTransferCoding(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && !String.join(",", request.headers().getAll(HttpHeaders.TRANSFER_ENCODING))
                        .strip()
                        .equalsIgnoreCase("chunked");
    }

    private HttpServerOptions httpOptions() {
        ServerOptions options = backend.options();
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
                .setMaxFormFields(MAX_FORM_FIELDS)
                .setIdleTimeout(IDLE_SECONDS)
                // A client that waits for the interim response gets it when its call is admitted.
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets, so no handler need look for their compression in each message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(true)
                .setCompressionContentSizeThreshold(MIN_GZIP_BYTES);
        if (options.tlsCertificate().isPresent() && options.tlsKey().isPresent()) {
            http.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(TlsFiles.read(
                            options.tlsCertificate().get(), options.tlsKey().get(), vertx));
        }
        return http;
    }

    private Router router(List<Facade> facades, HostAndOriginFilter filter, Authenticator bearer) {
        Router router = Router.router(vertx);
        router.route().handler(pipeline::prepare);
        Routes routes = new Routes(router, pipeline, bearer, ErrorFormat.PROBLEM_JSON);
        facades.forEach(facade -> facade.mountErrors(routes));
        router.route().handler(context -> filter(context, filter));
        facades.forEach(facade -> facade.mount(routes, backend));
        router.route().failureHandler(context -> pipeline.fail(context, context.failure()));
        for (int status : List.of(400, 404, 405, 406, 408, 413, 414, 415, 431, 500)) {
            router.errorHandler(status, context -> pipeline.fail(context, context.failure()));
        }
        return router;
    }

    private void filter(RoutingContext context, HostAndOriginFilter filter) {
        if (stopping.get()) {
            throw ProblemException.shuttingDown();
        }
        HttpServerRequest request = context.request();
        if (request.uri().indexOf('%') >= 0 && BAD_ESCAPE.matcher(request.uri()).find()) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "the path and query must be URL-encoded");
        }
        PathRules.check(request.method().name(), Objects.requireNonNullElse(request.path(), ""));
        filter.check(context);
        String origin = filter.corsOrigin(request);
        if (origin != null) {
            context.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Vary", "Origin")
                    .putHeader(
                            "Access-Control-Expose-Headers",
                            "ETag, Likeness-Backups, Location, Retry-After, X-Request-Id")
                    .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
            if (request.method().equals(HttpMethod.OPTIONS)) {
                context.response()
                        .setStatusCode(204)
                        .putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                        .putHeader(
                                "Access-Control-Allow-Headers",
                                "Authorization, X-Api-Key, Content-Type, If-Match, If-None-Match, Idempotency-Key,"
                                        + " X-Request-Id")
                        .putHeader("Access-Control-Max-Age", "600")
                        .end();
                return;
            }
        }
        context.next();
    }

    /// Rejects what cannot be parsed as a request.
    private void rejectUnparsed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        pipeline.rejectUnparsed(
                request,
                switch (cause) {
                    case TooLongHttpLineException _ -> 414;
                    case TooLongHttpHeaderException _ -> 431;
                    case null, default -> 400;
                });
    }

    /// Rejects new requests and those whose bodies do not arrive, finishes the running ones, cancels jobs and
    /// stops the server, within the options' shutdown grace.
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + backend.options().shutdownGrace().toNanos();
        if (warmUp != null) {
            warmUp.interrupt();
        }
        if (backupSchedule != null) {
            backupSchedule.close();
        }
        if (duplicateWatch != null) {
            duplicateWatch.close();
        }
        backend.jobs().stop();
        pipeline.stopHeavyOperations();
        // Time is left to answer them.
        pipeline.refuseUnfinishedBodies(backend.options().shutdownGrace().dividedBy(2));
        List<Future<Void>> ends =
                servers.stream().map(server -> server.shutdown(remaining(end))).toList();
        ends.forEach(done -> Futures.awaitQuietly(done, remaining(end)));
        pipeline.awaitEnd(remaining(end));
        backend.jobs().awaitEnd(remaining(end));
        backend.workers().close();
        backend.inference().close();
        backend.images().close();
        pipeline.close();
        backend.sessions().save();
        tracing.close();
        Futures.awaitQuietly(vertx.close(), remaining(end));
        audit.close();
        backend.metrics().close();
        temporaries.close();
        awaitWarmUp(remaining(end));
        lock.close();
    }

    /// Waits until the warm-up uses no model any more, because these are closed next.
    private void awaitWarmUp(Duration timeout) {
        try {
            if (warmUp != null) {
                warmUp.join(timeout);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The time left, at least 100 ms, so that completed futures are still seen as such.
    private static Duration remaining(long end) {
        return Duration.ofNanos(Math.max(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
    }

    private static int eventLoops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_EVENT_LOOPS);
    }

    /// Half of the processors, so that a page full of pictures leaves room for searches.
    private static int renderingThreads() {
        return Math.max(MIN_RENDERING_THREADS, Runtime.getRuntime().availableProcessors() / 2);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "host must be an address of this machine, got: " + host, e);
        }
    }
}
