package dev.likeness.api.http;

import dev.likeness.api.http.body.BodyBudget;
import dev.likeness.api.http.body.BodyLease;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads request bodies completely, within a size and a time. What is larger than 64 KB goes to disk, and
/// into memory only when a handler asks for it. All bodies together have a budget in memory and one on disk;
/// a body that does not fit is refused before it is read.
final class BodyReader {
    /// What the fields of a form take in memory at most, unless an authenticated caller sends many large ones.
    private static final int FORM_BYTES = 2 << 20;

    private static final int MAX_BYTES_IN_MEMORY = 64 << 10;
    private static final String CONTINUE = "100-continue";
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*\"?[^\\s\";]", Pattern.CASE_INSENSITIVE);

    /// Time without a byte after which a server that stops gives up a body.
    private static final Duration STALLED = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ServerOptions options;
    private final Path uploads;
    private final BooleanSupplier stopping;
    private final BiConsumer<RoutingContext, Throwable> onFailure;
    private final BodyHandler uploadHandler;
    private final BodyHandler formHandler;
    private final BodyBudget memory;
    private final BodyBudget disk;

    /// For forms of callers who are not known yet, so that nobody without a key can keep all others waiting.
    private final BodyBudget unknownCallers;

    /// Requests that have a body and no response yet, with their event loops.
    private final ConcurrentMap<RoutingContext, Context> unanswered = new ConcurrentHashMap<>();

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
        this.memory = new BodyBudget(options.effectiveBodyMemoryBytes());
        this.disk = new BodyBudget(options.bodyDiskBytes());
        this.unknownCallers = new BodyBudget(Math.max(options.bodyDiskBytes() / 8, options.maxBodyBytes()));
        this.uploadHandler = multipart(uploads, options.maxUploadBytes());
        this.formHandler = multipart(uploads, options.maxBodyBytes());
    }

    private static BodyHandler multipart(Path uploads, long limit) {
        return BodyHandler.create(uploads.toString())
                .setBodyLimit(limit)
                .setMergeFormAttributes(false)
                .setDeleteUploadedFilesOnEnd(true);
    }

    /// What the body of a new request may reserve.
    BodyLease newLease(Routes.Body body) {
        return new BodyLease(memory, body == Routes.Body.FORM ? unknownCallers : disk);
    }

    /// Answers requests whose bodies are still arriving with 503 `SHUTTING_DOWN`: each as soon as nothing of
    /// its body has come for two seconds, and all of them when the time is over.
    void refuseUnfinished(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        unanswered.forEach((context, loop) -> loop.runOnContext(_ -> refuseWhenStalled(context, end)));
    }

    private void refuseWhenStalled(RoutingContext context, long end) {
        HttpServerRequest request = context.request();
        long before = request.bytesRead();
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        vertx.setTimer(Math.clamp(left, 1, STALLED.toMillis()), _ -> {
            if (request.isEnded() || context.response().ended()) {
                return;
            }
            if (request.bytesRead() == before || System.nanoTime() >= end) {
                onFailure.accept(context, ProblemException.shuttingDown());
            } else {
                refuseWhenStalled(context, end);
            }
        });
    }

    private void begin(RoutingContext context) {
        unanswered.put(context, vertx.getOrCreateContext());
        context.addEndHandler(_ -> unanswered.remove(context));
        // Either this finds that the server stops, or the server finds this request.
        if (stopping.getAsBoolean()) {
            throw ProblemException.shuttingDown();
        }
    }

    long reservedInMemory() {
        return memory.reserved();
    }

    long reservedOnDisk() {
        return disk.reserved() + unknownCallers.reserved();
    }

    /// The handler that reads a body of this kind and then calls the next handler of the route.
    Handler<RoutingContext> handler(Routes.Body body) {
        return switch (body) {
            case NONE -> BodyReader::requireNoBody;
            case MEMORY -> context -> receive(context, options.maxBodyBytes());
            case UPLOAD ->
                context -> {
                    Call call = RequestContext.call(context);
                    if (call.isForm()) {
                        receiveForm(context, uploadHandler, options.maxUploadBytes(), 0);
                    } else {
                        receive(context, call.isImage() ? options.maxUploadBytes() : options.maxBodyBytes());
                    }
                };
            case FORM ->
                context -> {
                    if (RequestContext.call(context).isForm()) {
                        // The fields of a small form take memory, too, so their number is limited as well.
                        receiveForm(context, formHandler, options.maxBodyBytes(), FORM_BYTES);
                    } else {
                        receive(context, MAX_BYTES_IN_MEMORY);
                    }
                };
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

    /// Netty takes a form without a boundary for one of another kind, all of whose bytes are one field.
    private static void requireBoundary(Call call) {
        String type = call.header("Content-Type").orElse("");
        if (!BOUNDARY.matcher(type).find()) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "a form must have a boundary in its Content-Type, got: " + type);
        }
    }

    /// @param min bytes to reserve at least, whatever the length of the form
    private void receiveForm(RoutingContext context, BodyHandler handler, long limit, long min) {
        requireBoundary(RequestContext.call(context));
        long length = announced(context.request(), limit);
        BodyLease lease = RequestContext.call(context).bodyLease();
        lease.requireMemory(length < 0 ? FORM_BYTES : Math.min(length, FORM_BYTES));
        lease.requireDisk(length < 0 ? limit : Math.max(length, Math.min(min, limit)));
        begin(context);
        startReadTimeout(context, options.requestTimeout());
        RequestContext.setReadingBody(context, true);
        // Sends the interim response 100 too.
        handler.handle(context);
    }

    private void receive(RoutingContext context, long limit) {
        long length = announced(context.request(), limit);
        BodyLease lease = RequestContext.call(context).bodyLease();
        lease.requireMemory(length < 0 ? MAX_BYTES_IN_MEMORY : Math.min(length, MAX_BYTES_IN_MEMORY));
        if (length > MAX_BYTES_IN_MEMORY) {
            lease.requireDisk(length);
        }
        begin(context);
        startReadTimeout(context, options.requestTimeout());
        new Reception(context, limit, Math.max(length, 0), lease::requireDisk).begin();
    }

    private void receiveFile(RoutingContext context) {
        long limit = options.maxRestoreBytes();
        announced(context.request(), limit);
        begin(context);
        Reception reception = new Reception(context, limit, limit, _ -> {});
        reception.begin();
        reception.moveToDisk();
    }

    /// The length of a body by its header; -1 if there is none.
    private static long announced(HttpServerRequest request, long limit) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return -1;
        }
        // A number of more than 18 digits may not fit into a long; it exceeds every limit.
        if (length.length() > 18 || Long.parseLong(length) > limit) {
            throw tooLarge(limit);
        }
        return Long.parseLong(length);
    }

    /// Whether a client sent what is no body, and did not only go away.
    private static boolean isMalformed(Throwable failure) {
        return failure instanceof DecoderException || failure instanceof IllegalArgumentException;
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

    /// A body that arrives. All methods run on the request's event loop.
    private final class Reception {
        private final RoutingContext context;
        private final HttpServerRequest request;
        private final long limit;
        private final Consumer<Long> reserveOnDisk;
        private long reserved;
        private long received;
        private Buffer start = Buffer.buffer();
        private @Nullable Path path;
        private @Nullable AsyncFile file;
        private boolean ended;
        private boolean failed;

        /// @param reserved bytes on disk that are reserved already
        /// @param reserveOnDisk reserves more of them
        Reception(RoutingContext context, long limit, long reserved, Consumer<Long> reserveOnDisk) {
            this.context = context;
            this.request = context.request();
            this.limit = limit;
            this.reserved = reserved;
            this.reserveOnDisk = reserveOnDisk;
        }

        void begin() {
            if (CONTINUE.equalsIgnoreCase(request.getHeader("Expect"))) {
                context.response().writeContinue();
            }
            if (request.isEnded()) {
                ended = true;
                finish();
                return;
            }
            request.exceptionHandler(failure -> {
                stop();
                if (isMalformed(failure)) {
                    // The connection is closed when this returns, after what is written now.
                    onFailure.accept(
                            context,
                            new ProblemException(
                                    ProblemCode.MALFORMED_REQUEST, "the chunks of the body cannot be read"));
                }
            });
            request.handler(this::take);
            request.endHandler(_ -> {
                ended = true;
                finish();
            });
        }

        private void take(Buffer part) {
            received += part.length();
            if (failed) {
                return;
            }
            if (received > limit) {
                fail(tooLarge(limit));
            } else if (file != null) {
                write(file, part);
            } else {
                start.appendBuffer(part);
                if (path == null && start.length() > MAX_BYTES_IN_MEMORY) {
                    moveToDisk();
                }
            }
        }

        /// Writes what is there, and all that comes, to a file.
        void moveToDisk() {
            Path target = uploads.resolve(UUID.randomUUID().toString());
            path = target;
            request.pause();
            context.addEndHandler(_ -> vertx.fileSystem().delete(target.toString()));
            vertx.fileSystem()
                    .open(
                            target.toString(),
                            new OpenOptions().setCreateNew(true).setWrite(true))
                    .onFailure(this::fail)
                    .onSuccess(opened -> {
                        if (failed) {
                            opened.close();
                            return;
                        }
                        file = opened;
                        request.resume();
                        if (start.length() > 0) {
                            write(opened, start);
                            start = Buffer.buffer();
                        }
                        finish();
                    });
        }

        private void write(AsyncFile opened, Buffer part) {
            try {
                if (received > reserved) {
                    reserveOnDisk.accept(received - reserved);
                    reserved = received;
                }
            } catch (ProblemException e) {
                fail(e);
                return;
            }
            opened.write(part).onFailure(this::fail);
            if (opened.writeQueueFull()) {
                request.pause();
                opened.drainHandler(_ -> request.resume());
            }
        }

        private void finish() {
            AsyncFile opened = file;
            Path target = path;
            if (!ended || failed || (target != null && opened == null)) {
                return;
            }
            if (opened == null || target == null) {
                RequestContext.call(context).body(start.getBytes());
                context.next();
                return;
            }
            file = null;
            opened.close().onFailure(this::fail).onSuccess(_ -> {
                if (!failed) {
                    RequestContext.call(context).bodyFile(target);
                    context.next();
                }
            });
        }

        private void fail(Throwable failure) {
            if (!failed) {
                stop();
                onFailure.accept(context, failure);
            }
        }

        private void stop() {
            failed = true;
            start = Buffer.buffer();
            AsyncFile opened = file;
            file = null;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
