package dev.likeness.onnx.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A loopback server that offers files as release pages do: with redirections, `ETag` and ranges, and with
/// connections that break where a test says.
public final class ReleaseServer implements AutoCloseable {
    /// What happens to the next requests, one each; afterwards everything works.
    public enum Fault {
        /// The connection ends in the middle of the body.
        CUT,
        /// The rest of the body never comes.
        STALL,
        /// 503.
        BUSY,
        /// The range is not looked at: 200 with everything.
        NO_RANGES,
        /// 206 that begins elsewhere.
        WRONG_RANGE
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();
    private final Map<String, String> redirects = new HashMap<>();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    public ReleaseServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files");
    }

    /// Offers a file with an `ETag`.
    public ReleaseServer offer(String name, byte[] content, String tag) {
        files.put("/files/" + name, content);
        tags.put("/files/" + name, tag);
        return this;
    }

    ReleaseServer redirect(String name, String location) {
        redirects.put("/files/" + name, location);
        return this;
    }

    public ReleaseServer failing(Fault... next) {
        Collections.addAll(faults, next);
        return this;
    }

    /// The requests, as path, `Range` and `If-Range`.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Waits until a body stalls.
    public void awaitStall() throws InterruptedException {
        stalled.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = header(exchange, "Range");
            String ifRange = header(exchange, "If-Range");
            requests.add((path + " " + range + " " + ifRange).strip());
            Fault fault = faults.poll();
            if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().set("Location", redirects.get(path));
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            byte[] content = files.get(path);
            if (content == null || fault == Fault.BUSY) {
                exchange.sendResponseHeaders(content == null ? 404 : 503, -1);
                return;
            }
            String tag = tags.get(path);
            exchange.getResponseHeaders().set("ETag", tag);
            boolean partial =
                    !range.isEmpty() && fault != Fault.NO_RANGES && (ifRange.isEmpty() || ifRange.equals(tag));
            int begin = partial ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            if (begin >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (partial) {
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                "bytes %d-%d/%d"
                                        .formatted(
                                                fault == Fault.WRONG_RANGE ? 0 : begin,
                                                content.length - 1,
                                                content.length));
            }
            exchange.sendResponseHeaders(partial ? 206 : 200, content.length - begin);
            send(exchange.getResponseBody(), content, begin, fault);
        }
    }

    private void send(OutputStream body, byte[] content, int begin, Fault fault) throws IOException {
        if (fault == Fault.CUT || fault == Fault.STALL) {
            body.write(content, begin, (content.length - begin) / 2);
            body.flush();
            if (fault == Fault.STALL) {
                stalled.countDown();
                try {
                    closed.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        } else {
            body.write(content, begin, content.length - begin);
            body.close();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
