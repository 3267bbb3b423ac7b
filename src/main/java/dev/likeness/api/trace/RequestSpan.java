package dev.likeness.api.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/// The span of a request.
public final class RequestSpan {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final int SERVER_ERROR = 500;

    private final Span span;

    RequestSpan(Span span) {
        this.span = span;
    }

    /// Does work that belongs to this request.
    public <T, E extends Throwable> T call(ScopedValue.CallableOp<T, E> work) throws E {
        try (Scope _ = span.makeCurrent()) {
            return work.call();
        }
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
