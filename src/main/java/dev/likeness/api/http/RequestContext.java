package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.proxy.RequestSource;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the parts of the pipeline note in a request's `RoutingContext`, under typed accessors.
final class RequestContext {
    static final String REQUEST_ID_HEADER = "X-Request-Id";

    private static final String SOURCE = "likeness.source";
    private static final String CALL = "likeness.call";
    private static final String ERROR_FORMAT = "likeness.error-format";
    private static final String STARTED_AT = "likeness.started-at";
    private static final String READING_BODY = "likeness.reading-body";
    private static final String REQUEST_ID = "likeness.request-id";

    private RequestContext() {}

    /// Notes the request's id and start time.
    static void start(RoutingContext context, String requestId) {
        context.put(STARTED_AT, System.nanoTime());
        context.put(REQUEST_ID, requestId);
    }

    /// The id that responses, problems and the audit log carry; `none` before [#start].
    static String requestId(RoutingContext context) {
        @Nullable String id = context.get(REQUEST_ID);
        return id == null ? "none" : id;
    }

    /// Nanoseconds since [#start]; 0 before it.
    static long elapsedNanos(RoutingContext context) {
        @Nullable Long start = context.get(STARTED_AT);
        return start == null ? 0 : System.nanoTime() - start;
    }

    /// Notes where the request comes from.
    static void setSource(RoutingContext context, RequestSource source) {
        context.put(SOURCE, source);
    }

    /// Where a request comes from.
    static RequestSource source(RoutingContext context) {
        return Objects.requireNonNull(context.<@Nullable RequestSource>get(SOURCE));
    }

    /// Path below which a proxy serves this server; empty for none, and before it is known.
    static String prefix(RoutingContext context) {
        @Nullable RequestSource source = context.get(SOURCE);
        return source == null ? "" : source.prefix();
    }

    /// Notes that a route was found.
    static void route(RoutingContext context, Call call, ErrorFormat errorFormat) {
        context.put(CALL, call);
        setErrorFormat(context, errorFormat);
    }

    /// Notes how problems of a request are written, whether a route is found or not.
    static void setErrorFormat(RoutingContext context, ErrorFormat errorFormat) {
        context.put(ERROR_FORMAT, errorFormat);
    }

    /// The call of a request whose route is known.
    static Call call(RoutingContext context) {
        return Objects.requireNonNull(context.<@Nullable Call>get(CALL));
    }

    /// The contract's name of the operation; `none` if no route was found.
    static String operation(RoutingContext context) {
        @Nullable Call call = context.get(CALL);
        return call == null ? "none" : call.operation();
    }

    /// The caller's id, as far as it is known.
    static String principal(RoutingContext context) {
        @Nullable Call call = context.get(CALL);
        return call == null ? Principal.ANONYMOUS.id() : call.principal().id();
    }

    /// Address of the client; that of the connection before the source is known.
    static String address(RoutingContext context) {
        @Nullable RequestSource source = context.get(SOURCE);
        return source == null ? context.request().remoteAddress().hostAddress() : source.address();
    }

    /// How the request's API writes problems; `application/problem+json` if it is of none.
    static ErrorFormat errorFormat(RoutingContext context) {
        @Nullable ErrorFormat format = context.get(ERROR_FORMAT);
        return format == null ? ErrorFormat.PROBLEM_JSON : format;
    }

    /// Notes whether a failure would be a failure to read the body.
    static void setReadingBody(RoutingContext context, boolean reading) {
        if (reading) {
            context.put(READING_BODY, true);
        } else {
            context.remove(READING_BODY);
        }
    }

    static boolean isReadingBody(RoutingContext context) {
        return context.data().containsKey(READING_BODY);
    }
}
