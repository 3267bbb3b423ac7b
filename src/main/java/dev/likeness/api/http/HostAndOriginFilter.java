package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps web pages from reaching the server through the browser of somebody who can.
///
/// A page whose name its owner points at 127.0.0.1 (DNS rebinding) comes with its own name as
/// `Host`; a page that posts across sites comes with its `Origin`, or, where browsers send none,
/// with `Sec-Fetch-Site`. What comes without any of them is no browser.
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
        // Elsewhere a key is needed, which no rebound page has; names may then come from any proxy or DNS.
        this.checksHost = loopback || !hosts.isEmpty();
    }

    /// Refuses what comes from a page of another origin.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST`, 403 `HOST_REFUSED` or `ORIGIN_REFUSED`
    public void check(HttpServerRequest request) {
        List<String> sent = request.headers().getAll("Host");
        HostAndPort authority = request.authority();
        if (sent.size() > 1 || authority == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have one Host header");
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        if (checksHost && !LOOPBACK.contains(host) && !hosts.contains(host)) {
            throw new ProblemException(
                    ProblemCode.HOST_NOT_ALLOWED,
                    "the server is not called by that name; server.hosts lists its names");
        }
        List<String> from = request.headers().getAll("Origin");
        if (from.size() > 1) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have one Origin header at most");
        }
        String origin = from.isEmpty() ? null : from.getFirst();
        if (origin != null ? !isAllowedOrigin(origin, request, authority) : isCrossSite(request)) {
            throw new ProblemException(
                    ProblemCode.ORIGIN_NOT_ALLOWED,
                    "pages of another origin may not call; server.origins lists those that may");
        }
    }

    /// The origin that gets CORS headers; null for none.
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

    /// A browser says so of what it fetches without an origin, such as a picture. Following a link
    /// to a page is no harm: the page that has the link does not see it.
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
