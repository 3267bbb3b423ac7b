package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.likeness.api.trace.TracingOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces, sent to a collector on loopback that keeps what it gets.
class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path folder;

    @Test
    void search_sendsItsSpansToTheCollector_withoutIds() throws IOException {
        List<String> paths = new CopyOnWriteArrayList<>();
        List<byte[]> bodies = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        String face;
        try (TestServer server = TestServer.start(
                folder,
                Map.of(
                        "tracing.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort(),
                        "tracing.service",
                        "test-server"))) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            face = server.get("/v1/galleries/test/faces").expect(200).text("/faces/0/face");
            server.with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                    .post("/v1/galleries/test/search", "{\"probes\":[{\"face\":\"" + face + "\"}]}")
                    .expect(200);
        } finally {
            collector.stop(0);
        }

        assertThat(paths).isNotEmpty().containsOnly("/v1/traces");
        String sent = String.join("", bodies.stream().map(TracingTest::latin).toList());
        assertThat(sent)
                .contains("test-server")
                .contains("POST /v1/galleries/{gallery}/search")
                .contains("likeness.kind", "stored-face")
                .contains("GET /v1/galleries/{gallery}/faces")
                .contains("inference", "likeness.waited_ms")
                .contains(latin(HexFormat.of().parseHex(TRACE)))
                .doesNotContain(face.substring(0, 20));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void collectorThatIsNotThere_doesNotDisturbTheServer() {
        try (TestServer server = TestServer.start(folder, Map.of("tracing.endpoint", "http://127.0.0.1:9"))) {
            server.gallery(new int[] {1}).expect(201);
            server.get("/v1/galleries").expect(200);
        }
    }

    @Test
    void wrongOptions_areRefused() {
        assertThatThrownBy(() -> new TracingOptions("localhost:4318", "a", 1))
                .hasMessage("endpoint must be none or an http or https address without user and fragment, got:"
                        + " localhost:4318");
        assertThatThrownBy(() -> new TracingOptions("none", "a", 2))
                .hasMessage("share must be between 0 and 1, got: 2.0");
    }
}
