package dev.likeness.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/// The headers that every response has, also one to bytes that are no request.
final class SecurityHeaders {
    /// Encoded once, not for each response.
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(RequestContext.REQUEST_ID_HEADER);

    private static final List<Header> FIXED = List.of(
            Header.of("X-Content-Type-Options", "nosniff"),
            Header.of("Cross-Origin-Resource-Policy", "same-origin"),
            Header.of("Referrer-Policy", "no-referrer"),
            Header.of("X-Frame-Options", "DENY"),
            Header.of("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private record Header(CharSequence name, CharSequence value) {
        static Header of(String name, String value) {
            return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
        }
    }

    private SecurityHeaders() {}

    static void put(HttpServerResponse response, String requestId) {
        response.putHeader(REQUEST_ID, requestId);
        for (Header header : FIXED) {
            response.putHeader(header.name(), header.value());
        }
    }
}
