package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.body.BodyLease;
import dev.likeness.api.http.body.StrictUtf8;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.proxy.RequestSource;
import dev.likeness.api.trace.RequestSpan;
import dev.likeness.support.Json;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request as its handler sees it. Its body has arrived completely.
public final class Call {
    /// The call that the current thread works for.
    private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final RoutingContext context;
    private final String id;
    private final String operation;
    private final BodyLease bodyLease;
    private final Map<String, Object> auditDetails = new LinkedHashMap<>();
    private final Map<String, String> replyHeaders = new LinkedHashMap<>();
    private Principal principal = Principal.ANONYMOUS;
    private final RequestSpan span;
    private @Nullable Path bodyFile;
    private byte @Nullable [] body;
    private volatile boolean tooLate;
    private boolean isWorking;

    Call(RoutingContext context, String id, String operation, BodyLease bodyLease, RequestSpan span) {
        this.context = context;
        this.id = id;
        this.operation = operation;
        this.bodyLease = bodyLease;
        this.span = span;
    }

    /// The call that the current thread works for; empty on threads of jobs.
    public static Optional<Call> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Does work for this call: [#current] is this call within it.
    public <T, E extends Throwable> T run(ScopedValue.CallableOp<T, E> work) throws E {
        return span.call(() -> ScopedValue.where(CURRENT, this).call(work));
    }

    /// The request's id, as in problems and the audit log.
    public String id() {
        return id;
    }

    /// The operation's name in its API's contract.
    public String operation() {
        return operation;
    }

    /// The caller.
    public Principal principal() {
        return principal;
    }

    /// Where the call comes from, and the address at which its client reaches this server.
    public RequestSource source() {
        return RequestContext.source(context);
    }

    /// Notes who the caller turned out to be, for the audit log.
    public void actAs(Principal caller) {
        setPrincipal(caller);
    }

    void setPrincipal(Principal caller) {
        principal = caller;
    }

    public String method() {
        return context.request().method().name();
    }

    /// Path and query, not decoded.
    public String uri() {
        return context.request().uri();
    }

    /// The path, not decoded.
    public String path() {
        return Objects.requireNonNullElse(context.request().path(), "");
    }

    /// The query without the question mark, not decoded; empty if there is none.
    public String rawQuery() {
        String query = context.request().query();
        return query == null ? "" : query;
    }

    /// A parameter of the path, decoded.
    public String parameter(String name) {
        @Nullable String value = context.pathParam(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /// A parameter of the path, decoded, if the route has it.
    Optional<String> findParameter(String name) {
        return Optional.ofNullable(context.pathParam(name));
    }

    /// A parameter of the query.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if the query cannot be decoded; `INVALID_ARGUMENT` if
    ///     the parameter is repeated
    public Optional<String> query(String name) {
        List<String> values = queries(name);
        if (values.size() > 1) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "%s must be given once, got: %s".formatted(name, String.join(", ", values)));
        }
        return values.stream().findFirst();
    }

    /// The names of all parameters of the query.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if the query cannot be decoded
    Set<String> queryNames() {
        if (StrictUtf8.urlDecoded(rawQuery()).isEmpty()) {
            throw undecodable();
        }
        try {
            return Set.copyOf(context.queryParams().names());
        } catch (RuntimeException _) {
            throw undecodable();
        }
    }

    /// Whether the client has gone or was told that it took too long, so that further work for it is in vain.
    public boolean isAbandoned() {
        return tooLate || context.response().closed();
    }

    /// Notes that the time of the call is over and its client has an answer.
    void setTooLate() {
        tooLate = true;
    }

    /// All values of a parameter of the query that may be repeated, in their order.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if the query cannot be decoded
    public List<String> queries(String name) {
        try {
            return List.copyOf(context.queryParam(name));
        } catch (RuntimeException _) {
            throw undecodable();
        }
    }

    private static ProblemException undecodable() {
        return new ProblemException(ProblemCode.MALFORMED_REQUEST, "the query must be URL-encoded UTF-8");
    }

    /// An integer parameter of the query.
    ///
    /// @param defaultValue if it is omitted
    public int query(String name, int defaultValue, int min, int max) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        if (text.get().matches("-?[0-9]{1,9}")) {
            int value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new ProblemException(
                ProblemCode.INVALID_ARGUMENT,
                "%s must be a whole number between %d and %d, got: %s".formatted(name, min, max, text.get()));
    }

    /// A boolean parameter of the query; false if it is omitted.
    public boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "%s must be true or false, got: %s"
                                .formatted(name, query(name).orElse("")));
        };
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /// The values of all cookies of this name.
    public List<String> cookies(String name) {
        return context.request().cookies(name).stream().map(Cookie::getValue).toList();
    }

    /// All headers of the request in their order: names in lower case, repeated values joined by commas.
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        context.request()
                .headers()
                .forEach((name, value) -> headers.merge(
                        name.toLowerCase(java.util.Locale.ROOT), value, (one, other) -> one + "," + other));
        return headers;
    }

    /// The media type of the body without its parameters, in lower case; empty if there is none.
    public String contentType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }

    /// The body; empty if there is none, or it is a form. A large one is read into memory now.
    ///
    /// @throws ProblemException 503 `OVERLOADED` if there is no memory for it
    public byte[] body() {
        byte[] read = body;
        if (read == null) {
            read = bodyFile == null ? new byte[0] : bodyLease.load(bodyFile);
            body = read;
        }
        return read;
    }

    void body(byte[] bytes) {
        body = bytes;
    }

    /// Notes that a handler works with the body.
    synchronized void begin() {
        isWorking = true;
    }

    /// Notes that no handler works with the body any more.
    synchronized void endWork() {
        isWorking = false;
        bodyLease.release();
    }

    /// Notes that the request has ended, perhaps while its handler is still working.
    synchronized void end() {
        if (!isWorking) {
            bodyLease.release();
        }
    }

    BodyLease bodyLease() {
        return bodyLease;
    }

    /// The JSON body.
    ///
    /// @param type a record; exceptions of its constructor become problems of the request
    /// @throws ProblemException 415 `UNSUPPORTED_MEDIA_TYPE`, 400 `MALFORMED_REQUEST` or
    ///     `INVALID_ARGUMENT`
    public <T> T body(Class<T> type) {
        if (!isJson()) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be %s, got: %s"
                            .formatted(isPatch() ? JSON + " or " + MERGE_PATCH : JSON, contentType()));
        }
        return RequestJson.parse(body(), type);
    }

    /// Whether the body has no media type and does not come from a web page. Pages of other origins can send
    /// such bodies without preflight, but not without the header `Origin`.
    private boolean isUntyped() {
        return header("Content-Type").isEmpty() && header("Origin").isEmpty();
    }

    /// Whether the body is JSON: by its media type, or because a program sent it without one.
    public boolean isJson() {
        String type = contentType();
        return type.equals(JSON) || (type.equals(MERGE_PATCH) && isPatch()) || isUntyped();
    }

    /// Bodies of `PATCH` are merge patches (RFC 7396), whichever of the two types they have.
    private boolean isPatch() {
        return method().equals("PATCH");
    }

    /// Whether the body is a picture by its media type, `image/…`.
    public boolean isImage() {
        return contentType().startsWith("image/");
    }

    /// Whether the body is a form with files by its media type.
    public boolean isForm() {
        return contentType().equals("multipart/form-data");
    }

    /// As [#body(Class)], for an optional body.
    public <T> T body(Class<T> type, T defaultBody) {
        return body().length == 0 ? defaultBody : body(type);
    }

    /// The files of a multipart body, in order.
    public List<Upload> uploads() {
        return context.fileUploads().stream()
                .map(file -> new Upload(
                        file.name(),
                        file.fileName() == null ? "" : file.fileName(),
                        file.contentType() == null ? "" : file.contentType(),
                        Path.of(file.uploadedFileName()),
                        file.size()))
                .toList();
    }

    /// The bytes of a file of a multipart body, which are in memory until the call ends.
    ///
    /// @throws ProblemException 503 `OVERLOADED` if there is no memory for them
    public byte[] load(Upload upload) {
        return bodyLease.load(upload.file());
    }

    /// The names of the fields of a multipart body that are not files.
    Set<String> formFields() {
        return context.request().formAttributes().names();
    }

    /// A field of a multipart body that is not a file.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if it is not UTF-8; `INVALID_ARGUMENT` if the field is
    ///     repeated
    public Optional<String> formField(String name) {
        return FormParts.onlyValue(name, context.request().formAttributes().getAll(name));
    }

    /// The file that holds the body, for a route with [Routes.Body#FILE].
    public Path bodyFile() {
        if (bodyFile == null) {
            throw new IllegalStateException("the route's body is not a file");
        }
        return bodyFile;
    }

    void bodyFile(Path file) {
        bodyFile = file;
    }

    /// The gallery named in the path.
    ///
    /// @throws ProblemException 403 `FORBIDDEN` if the caller has no access to it
    public String gallery() {
        String gallery = parameter("gallery");
        principal.requireGallery(gallery);
        return gallery;
    }

    /// Adds a detail to the audit log: a number, a count, a photo or a face, never a name or a path. A
    /// reference stands there for a photo or a face.
    public void audit(String key, Object value) {
        auditDetails.put(key, value);
    }

    /// Adds a header to the reply, if the call succeeds.
    public void replyHeader(String name, String value) {
        replyHeaders.put(name, value);
    }

    Map<String, String> replyHeaders() {
        return replyHeaders;
    }

    Map<String, Object> auditDetails() {
        return auditDetails;
    }

    /// Replies to a GET with something whose version is known before it is made. A client that has this
    /// version gets 304, and nothing is made.
    ///
    /// @param version what the reply depends on; two replies of one version have the same bytes
    public Reply versioned(String version, Supplier<Reply> reply) {
        String tag = EntityTag.of(version.getBytes(StandardCharsets.UTF_8));
        boolean unchanged = header("If-None-Match")
                .map(list -> EntityTag.matches(list, tag))
                .orElse(false);
        Reply made = unchanged ? new Reply.Empty(304, Map.of()) : reply.get();
        return made.withHeader(EntityTag.HEADER, tag);
    }

    /// Rejects a change if the resource is not as the caller last read it.
    ///
    /// @param current supplies the current response to a GET; called only if the request has an `If-Match`
    /// @throws ProblemException 412 `PRECONDITION_FAILED`
    public void requireMatch(Supplier<?> current) {
        Optional<String> wanted = header("If-Match");
        if (wanted.isPresent() && !EntityTag.matches(wanted.get(), EntityTag.of(Json.bytes(current.get())))) {
            throw new ProblemException(
                    ProblemCode.PRECONDITION_FAILED, "the resource has changed; fetch it again and retry");
        }
    }

    /// The body as text.
    public String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
