package dev.likeness.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A reverse proxy as nginx and Caddy are set up: it serves another server below a path prefix, takes the prefix away,
/// and says so in `X-Forwarded-…`.
final class PrefixProxy implements AutoCloseable {
    static final String PREFIX = "/likeness";

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "host", "content-length", "transfer-encoding", "expect", "upgrade", "http2-settings");

    private final HttpServer server;
    private final int target;
    private final Map<String, String> forwarded;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param target port of the other server
    /// @param forwarded headers that the proxy sets
    PrefixProxy(int target, Map<String, String> forwarded) throws IOException {
        this.target = target;
        this.forwarded = forwarded;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext(PREFIX + "/", this::forward);
        server.start();
    }

    /// An address below the prefix.
    URI uri(String path) {
        return URI.create(
                "http://127.0.0.1:%d%s%s".formatted(server.getAddress().getPort(), PREFIX, path));
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString().substring(PREFIX.length());
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target + path));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !forwarded.containsKey(name)) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            forwarded.forEach(request::header);
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(
                    exchange.getRequestMethod(),
                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            response.headers().map().forEach((name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
            });
            boolean isEmpty = response.statusCode() == 204 || response.statusCode() == 304;
            exchange.sendResponseHeaders(response.statusCode(), isEmpty ? -1 : 0);
            if (!isEmpty) {
                pass(response.body(), exchange.getResponseBody());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Passes on each piece as it comes, as server-sent events need it.
    private static void pass(InputStream in, OutputStream out) throws IOException {
        try (in;
                out) {
            byte[] piece = new byte[8192];
            int read;
            while ((read = in.read(piece)) > 0) {
                out.write(piece, 0, read);
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        client.shutdownNow();
    }
}
