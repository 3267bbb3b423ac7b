package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.api.proxy.RequestSource;
import dev.likeness.api.proxy.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Prevents web pages from reaching the server through the browser of a user with access to it.
///
/// DNS rebinding (an attacker's name that resolves to 127.0.0.1) is visible in `Host`. A cross-site request is
/// visible in `Origin` or, where browsers omit that, in `Sec-Fetch-Site`. Requests without these headers do
/// not come from a browser.
public final class HostAndOriginFilter {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /// The pages of this program, which links of other sites may lead to. They contain no data of a gallery.
    private static final Pattern PAGES = Pattern.compile("/|/favicon\\.ico|/docs(?:/.*)?|/web/.*|/v1/openapi\\.yaml");

    private final List<String> hosts;
    private final List<String> origins;
    private final TrustedProxies proxies;
    private final boolean checksHost;

    /// @param loopback whether only this machine can reach the server
    public HostAndOriginFilter(ServerOptions options, boolean loopback) {
        this.hosts = options.allowedHosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .toList();
        this.origins = options.allowedOrigins();
        this.proxies = new TrustedProxies(options.trustedProxies());
        // Elsewhere an API key is required, which a rebound page does not have; any proxy or DNS name is then allowed.
        this.checksHost = loopback || !hosts.isEmpty();
    }

    /// Notes where a request comes from, and rejects one to another host name or from a page of another origin.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST`, 403 `HOST_NOT_ALLOWED` or `ORIGIN_NOT_ALLOWED`
    public void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        List<String> sent = request.headers().getAll("Host");
        HostAndPort authority = request.authority();
        if (sent.size() > 1 || authority == null) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have one Host header");
        }
        RequestSource source = proxies.source(
                new TrustedProxies.Connection(
                        request.remoteAddress().hostAddress(),
                        Objects.requireNonNullElse(request.scheme(), "http"),
                        authority.host(),
                        authority.port()),
                request.headers()::getAll);
        RequestContext.setSource(context, source);
        if (checksHost && !LOOPBACK.contains(source.host()) && !hosts.contains(source.host())) {
            throw new ProblemException(
                    ProblemCode.HOST_NOT_ALLOWED, "host is not allowed; allowed names are set in server.allowedHosts");
        }
        List<String> from = request.headers().getAll("Origin");
        if (from.size() > 1) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "a request must have at most one Origin header");
        }
        String origin = from.isEmpty() ? null : from.getFirst();
        boolean isAllowed = origin == null
                ? !isCrossSite(request)
                : origins.contains(origin) || origin.equalsIgnoreCase(source.origin());
        if (!isAllowed) {
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

    /// Browsers mark cross-site requests without an origin, such as those for images. Following a link to a page is
    /// allowed: the page with the link cannot read the response. A link to data is not: it could start the
    /// download of a whole backup.
    private static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site == null || site.equals("same-origin") || site.equals("none")) {
            return false;
        }
        boolean followsLink = "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"))
                && request.method().name().equals("GET")
                && PAGES.matcher(Objects.requireNonNullElse(request.path(), "")).matches();
        return !followsLink;
    }
}
