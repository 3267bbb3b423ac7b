package dev.likeness.api.proxy;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what reverse proxies say of a request: `X-Forwarded-For`, `-Proto`, `-Host` and `-Prefix`, or else `Forwarded`
/// (RFC 7239). Only headers of a trusted peer count; anybody else could write them.
///
/// The headers list one client for each proxy on the way, the nearest last. The client is the last one that is not a
/// trusted proxy itself; what stands before it may be invented.
public final class TrustedProxies {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?");
    private static final Pattern PAIR = Pattern.compile("([A-Za-z]+)=(?:\"([^\"]*)\"|([^\\s\";,]*))");

    private final List<AddressRange> trusted;

    /// One request as its connection shows it.
    ///
    /// @param peer address at the other end of the connection
    /// @param host and port of the `Host` header; 0 for no port
    public record Connection(String peer, String scheme, String host, int port) {}

    /// The values of a header in the order of the request; empty if it has none.
    @FunctionalInterface
    public interface Headers {
        List<String> all(String name);
    }

    /// What one proxy says; null where it says nothing.
    private record Hop(
            @Nullable String client,
            @Nullable String scheme,
            @Nullable String authority) {}

    /// @param proxies addresses, and ranges such as `10.0.0.0/8`
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if one is neither
    public TrustedProxies(List<String> proxies) {
        this.trusted = proxies.stream().map(AddressRange::parse).toList();
    }

    /// Checks a list of addresses and ranges.
    ///
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if one is neither
    public static void check(List<String> proxies) {
        proxies.forEach(AddressRange::parse);
    }

    /// Whether a client may be on the other side of a proxy.
    public boolean isEmpty() {
        return trusted.isEmpty();
    }

    /// Where a request comes from.
    ///
    /// @throws ProblemException 400 `MALFORMED_REQUEST` if a trusted proxy sends a header that cannot be read
    public RequestSource source(Connection connection, Headers headers) {
        if (!isTrusted(connection.peer())) {
            return source(connection.peer(), connection.scheme(), connection.host(), connection.port(), "");
        }
        boolean hasOwnHeaders = Stream.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")
                .anyMatch(name -> !headers.all(name).isEmpty());
        // Proxies replace the headers that they know; the other kind may come from the client.
        List<Hop> hops = hasOwnHeaders ? hops(headers) : standardHops(headers.all("Forwarded"));
        String client = connection.peer();
        Hop hop = hops.isEmpty() ? new Hop(null, null, null) : hops.getLast();
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            String before = address(hops.get(i).client());
            if (before == null) {
                break;
            }
            client = before;
            hop = hops.get(i);
        }
        String scheme = hop.scheme() == null ? connection.scheme() : scheme(hop.scheme());
        String prefix = prefix(last(headers.all("X-Forwarded-Prefix")));
        if (hop.authority() == null) {
            return source(client, scheme, connection.host(), connection.port(), prefix);
        }
        Matcher authority = AUTHORITY.matcher(hop.authority());
        if (!authority.matches()) {
            throw malformed("host", hop.authority());
        }
        int port = authority.group(2) == null ? 0 : Integer.parseInt(authority.group(2));
        return source(client, scheme, authority.group(1), port, prefix);
    }

    private static RequestSource source(String client, String scheme, String host, int port, String prefix) {
        return new RequestSource(
                client,
                scheme,
                host.toLowerCase(Locale.ROOT),
                port <= 0 ? RequestSource.defaultPort(scheme) : port,
                prefix);
    }

    /// One hop for each client; scheme and host are those that the nearest proxy sends.
    private static List<Hop> hops(Headers headers) {
        String scheme = last(headers.all("X-Forwarded-Proto"));
        String authority = last(headers.all("X-Forwarded-Host"));
        List<String> clients = split(headers.all("X-Forwarded-For"));
        return clients.isEmpty()
                ? List.of(new Hop(null, scheme, authority))
                : clients.stream()
                        .map(client -> new Hop(client, scheme, authority))
                        .toList();
    }

    private static List<Hop> standardHops(List<String> headers) {
        List<Hop> hops = new ArrayList<>();
        for (String element : split(headers)) {
            String client = null;
            String scheme = null;
            String authority = null;
            Matcher pair = PAIR.matcher(element);
            while (pair.find()) {
                String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
                switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                    case "for" -> client = value;
                    case "proto" -> scheme = value;
                    case "host" -> authority = value;
                    default -> {
                        // `by` and extensions say nothing that is used.
                    }
                }
            }
            hops.add(new Hop(client, scheme, authority));
        }
        return hops;
    }

    private static List<String> split(List<String> values) {
        return values.stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static @Nullable String last(List<String> values) {
        List<String> all = split(values);
        return all.isEmpty() ? null : all.getLast();
    }

    private boolean isTrusted(String address) {
        if (trusted.isEmpty()) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return trusted.stream().anyMatch(range -> range.contains(parsed));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; null for a name that hides it.
    private static @Nullable String address(@Nullable String node) {
        if (node == null) {
            return null;
        }
        String bare = node;
        if (node.startsWith("[") && node.contains("]")) {
            bare = node.substring(1, node.indexOf(']'));
        } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
            bare = node.substring(0, node.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(bare).getHostAddress();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String scheme(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw malformed("protocol", text);
        }
        return scheme;
    }

    /// The prefix without a slash at its end. It becomes part of headers, so it has no characters that mean more there.
    private static String prefix(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (!PREFIX.matcher(text).matches() || text.length() > 200) {
            throw malformed("path prefix", text);
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static ProblemException malformed(String what, String text) {
        return new ProblemException(
                ProblemCode.MALFORMED_REQUEST, "the proxy sent an invalid %s: %s".formatted(what, text));
    }
}
