package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prevents web pages from reaching the server through the browser of a user with access to it.
///
/// DNS rebinding (an attacker's name that resolves to 127.0.0.1) is visible in `Host`. A cross-site request is
/// visible in `Origin` or, where browsers omit that, in `Sec-Fetch-Site`. Requests without these headers do
/// not come from a browser.
public final class HostAndOriginFilter {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final List<String> hosts;
    private final List<String> origins;
    private final boolean checksHost;

    /// @param loopback whether the server is bound to loopback only
    public HostAndOriginFilter(ServerOptions options, boolean loopback) {
        this.hosts = options.allowedHosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        this.origins = options.allowedOrigins();
        // Elsewhere an API key is required, which a rebound page does not have; any proxy or DNS name is then allowed.
        this.checksHost = loopback || !hosts.isEmpty();
    }

    /// Rejects requests to another host name or from a page of another origin.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST`, 403 `HOST_NOT_ALLOWED` or `ORIGIN_NOT_ALLOWED`
    public void check(HttpServerRequest request) {
        List<String> sent = request.headers().getAll("Host");
        HostAndPort authority = request.authority();
        if (sent.size() > 1 || authority == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have one Host header");
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        if (checksHost && !LOOPBACK.contains(host) && !hosts.contains(host)) {
            throw new ProblemException(
                    ProblemCode.HOST_NOT_ALLOWED, "host is not allowed; allowed names are set in server.allowedHosts");
        }
        List<String> from = request.headers().getAll("Origin");
        if (from.size() > 1) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have at most one Origin header");
        }
        String origin = from.isEmpty() ? null : from.getFirst();
        if (origin != null ? !isAllowedOrigin(origin, request, authority) : isCrossSite(request)) {
            throw new ProblemException(
                    ProblemCode.ORIGIN_NOT_ALLOWED,
                    "origin is not allowed; allowed origins are set in server.allowedOrigins");
        }
    }

    /// The origin for CORS headers; null if the response needs none.
    public @Nullable String corsOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && origins.contains(origin) ? origin : null;
    }

    private boolean isAllowedOrigin(String origin, HttpServerRequest request, HostAndPort authority) {
        if (origins.contains(origin)) {
            return true;
        }
        String own = request.scheme() + "://" + authority.host()
                + (authority.port() <= 0 || authority.port() == defaultPort(request) ? "" : ":" + authority.port());
        return origin.equalsIgnoreCase(own);
    }

    private static int defaultPort(HttpServerRequest request) {
        return "https".equals(request.scheme()) ? 443 : 80;
    }

    /// Browsers mark cross-site requests without an origin, such as those for images. Following a link is
    /// allowed: the page with the link cannot read the response.
    private static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site == null || site.equals("same-origin") || site.equals("none")) {
            return false;
        }
        boolean followsLink = "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"))
                && request.method().name().equals("GET");
        return !followsLink;
    }
}
