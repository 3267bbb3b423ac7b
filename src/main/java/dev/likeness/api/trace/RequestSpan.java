package dev.likeness.api.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/// The span of a request.
public final class RequestSpan {
    /// The span of a request that is not traced.
    public static final RequestSpan NONE = new RequestSpan(Span.getInvalid());

    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final int SERVER_ERROR = 500;

    private final Span span;

    RequestSpan(Span span) {
        this.span = span;
    }

    /// Work of the current thread belongs to this request until the result is closed.
    public Work enter() {
        Scope scope = span.makeCurrent();
        return scope::close;
    }

    /// Ends when the current thread's work for a request does.
    @FunctionalInterface
    public interface Work extends AutoCloseable {
        @Override
        void close();
    }

    /// Ends the span.
    ///
    /// @param status of the response
    public void end(int status) {
        span.setAttribute(STATUS, (long) status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
