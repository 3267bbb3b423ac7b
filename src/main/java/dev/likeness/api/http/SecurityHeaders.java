package dev.likeness.api.http;

import io.vertx.core.http.HttpServerResponse;

/// The headers that every response has, also one to bytes that are no request.
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void put(HttpServerResponse response, String requestId) {
        response.putHeader(RequestContext.REQUEST_ID_HEADER, requestId)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
}
