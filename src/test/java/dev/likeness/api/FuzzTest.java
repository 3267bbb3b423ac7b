package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.openapi.contract.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random and malformed requests to every operation of the contract. `-Dlikeness.fuzz=200000` sets
/// their number; the default is lower.
class FuzzTest {
    private static final int SEED = 20_261_125;
    private static final int THREADS = 8;
    private static final Pattern LEAK = Pattern.compile(
            "Exception|\\bat [a-z]+\\.[a-z]+\\.|\\.java:|dev\\.likeness|io\\.vertx|org\\.apache|/tmp/|/home/");

    private static final List<String> WORDS = List.of(
            "",
            "null",
            "0",
            "-1",
            "1",
            "2",
            "999999999999",
            "1e309",
            "NaN",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"\\u0000\"",
            "\"../../etc/passwd\"",
            "\"" + "x".repeat(300) + "\"",
            "[[[[[[[[[[",
            "\"🙂\"",
            "\"%s%n\"");

    @TempDir
    private Path folder;

    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();

    @Test
    @DisplayName("no operation breaks, hangs or tells too much, seed " + SEED)
    void server_underRandomRequests_refusesThemAndTellsNothing() throws Exception {
        int requests = Integer.getInteger("likeness.fuzz", 20_000);
        try (TestServer server = TestServer.start(folder, Map.of("server.requestTimeout", "5s"))) {
            server.gallery(new int[] {1, 2}, new int[] {1}, new int[] {3}).expect(201);
            String face = server.get("/v1/galleries/test/faces").text("/faces/0/face");
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(SEED + thread);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < requests / THREADS; i++) {
                        send(server, random, face);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(findings).isEmpty();
            assertThat(statuses.keySet()).contains(200, 400, 404, 413, 415);
            server.get("/health").expect(200);
            assertThat(server.get("/v1/galleries").expect(200).status()).isEqualTo(200);
        }
    }

    private void send(TestServer server, Random random, String face) {
        if (random.nextInt(40) == 0) {
            garbage(server, random);
            return;
        }
        List<Operation> operations = Contract.operations();
        Operation operation = operations.get(random.nextInt(operations.size()));
        String path = path(operation, random, face);
        String method = operation.getHttpMethod().name();
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path + query(random)))
                    .timeout(Duration.ofSeconds(60));
        } catch (IllegalArgumentException _) {
            return;
        }
        byte[] body = body(random, face);
        boolean sendsBody = operation.getRequestBody() != null || random.nextInt(20) == 0;
        request.method(method, sendsBody ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
        if (random.nextInt(10) > 0) {
            request.header("Content-Type", type(random));
        }
        if (random.nextInt(10) == 0) {
            request.header(pick(random, "If-Match", "If-None-Match", "Idempotency-Key", "X-Request-Id"), text(random));
        }
        String what = method + " " + path + " " + new String(body, StandardCharsets.ISO_8859_1);
        try {
            // Not checked against the contract: most of these requests violate it.
            judge(
                    what,
                    server.client()
                            .send(
                                    request.build(),
                                    head -> isEndless(operation, head)
                                            ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), FuzzTest::close)
                                            : BodySubscribers.ofByteArray()));
        } catch (HttpTimeoutException e) {
            findings.add("no answer in time: " + abbreviated(what));
        } catch (IOException _) {
            // A connection that is closed in the middle of a body that is too long.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The events of a gallery end with the gallery.
    private static boolean isEndless(Operation operation, ResponseInfo head) {
        return operation.getOperationId().equals("watchGallery") && head.statusCode() == 200;
    }

    private static byte[] close(InputStream body) {
        try (body) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(String what, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        statuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        boolean laterIsBetter =
                status == 503 && (answer.headers().firstValue("Retry-After").isPresent() || what.contains("/ready"));
        if (status >= 500 && !laterIsBetter) {
            findings.add(status + ": " + abbreviated(what) + " -> " + abbreviated(text));
        }
        if (status >= 400 && !type.startsWith("application/problem+json") && !what.contains("/ready")) {
            findings.add("no problem but " + type + ": " + abbreviated(what) + " -> " + abbreviated(text));
        }
        if (status >= 400 && (LEAK.matcher(text).find() || text.contains(folder.toString()))) {
            findings.add("tells too much: " + abbreviated(what) + " -> " + abbreviated(text));
        }
    }

    /// Bytes that are not HTTP, or malformed HTTP.
    private void garbage(TestServer server, Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] starts = {
            "GET / HTTP/1.1\r\n",
            "POST /v1/galleries HTTP/1.1\r\nHost: localhost\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            ""
        };
        bytes.writeBytes(pick(random, starts).getBytes(StandardCharsets.ISO_8859_1));
        byte[] noise = new byte[random.nextInt(400)];
        random.nextBytes(noise);
        bytes.writeBytes(noise);
        bytes.writeBytes("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(bytes.toByteArray());
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            String text = read > 0 ? new String(answer, 0, read, StandardCharsets.ISO_8859_1) : "";
            if (text.startsWith("HTTP/1.1 5") || LEAK.matcher(text).find()) {
                findings.add("garbage -> " + abbreviated(text));
            }
        } catch (IOException _) {
            // Closed or silent: both are right.
        }
    }

    private static String path(Operation operation, Random random, String face) {
        String path = Contract.path(operation);
        // Who deletes the gallery leaves nothing to try.
        String gallery = operation.getOperationId().equals("deleteGallery") ? "none" : "test";
        return path.replace("{gallery}", mostly(random, gallery))
                .replace("{photo}", mostly(random, face.substring(0, 64)))
                .replace("{face}", mostly(random, face))
                .replace("{person}", mostly(random, "1"))
                .replace("{other}", mostly(random, "2"))
                .replace("{externalId}", mostly(random, "A-17"))
                .replace("{job}", mostly(random, "none"))
                .replace("{asset}", mostly(random, "swagger-ui.css"));
    }

    private static String mostly(Random random, String usual) {
        return random.nextInt(5) > 0 ? usual : URLEncoder.encode(text(random) + "x", StandardCharsets.UTF_8);
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder("?");
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(pick(
                            random,
                            "limit",
                            "cursor",
                            "order",
                            "hidden",
                            "photos",
                            "cluster",
                            "minProbability",
                            "width",
                            "size",
                            "context"))
                    .append('=')
                    .append(URLEncoder.encode(text(random), StandardCharsets.UTF_8))
                    .append('&');
        }
        return random.nextInt(20) == 0 ? query + "%zz" : query.toString();
    }

    private static String type(Random random) {
        return random.nextInt(4) > 0
                ? "application/json"
                : pick(
                        random,
                        "multipart/form-data; boundary=x",
                        "multipart/form-data",
                        "text/plain",
                        "application/zip",
                        "a/b;c=d");
    }

    private static byte[] body(Random random, String face) {
        return switch (random.nextInt(8)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(2000)];
                random.nextBytes(noise);
                yield noise;
            }
            case 1 -> new byte[0];
            case 2 ->
                ("--x\r\nContent-Disposition: form-data; name=\"" + pick(random, "photo", "image", "request", "first")
                                + "\"; filename=\"" + pick(random, "a.jpg", "../../x", "") + "\"\r\n\r\n" + text(random)
                                + "\r\n--x" + pick(random, "--\r\n", "", "\r\n"))
                        .getBytes(StandardCharsets.UTF_8);
            case 3 -> text(random).getBytes(StandardCharsets.UTF_8);
            case 4 -> ("{\"x\":\"" + "y".repeat(random.nextInt(100_000)) + "\"}").getBytes(StandardCharsets.UTF_8);
            default -> json(random, face).getBytes(StandardCharsets.UTF_8);
        };
    }

    /// Keys of requests with values of every type.
    private static String json(Random random, String face) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(4); i >= 0; i--) {
            json.append('"')
                    .append(pick(
                            random,
                            "name",
                            "probes",
                            "k",
                            "threshold",
                            "faces",
                            "from",
                            "into",
                            "person",
                            "kind",
                            "paths",
                            "count",
                            "people",
                            "photos",
                            "first",
                            "second",
                            "include",
                            "hidden",
                            "birthDate",
                            "cover",
                            "minQuality",
                            "capturedFrom",
                            "embedder",
                            "full",
                            "limit"))
                    .append("\":")
                    .append(
                            switch (random.nextInt(6)) {
                                case 0 -> "\"" + face + "\"";
                                case 1 -> "[\"" + face + "\"]";
                                case 2 -> "[{\"face\":\"" + face + "\"},{\"vector\":[" + random.nextInt(9) + "]}]";
                                case 3 -> "[1,2," + random.nextInt(9) + "]";
                                case 4 ->
                                    pick(
                                            random,
                                            "\"cluster\"",
                                            "\"duplicates\"",
                                            "\"purge\"",
                                            "\"ingest\"",
                                            "{\"cosine\":0.5}");
                                default -> pick(random, WORDS.toArray(String[]::new));
                            })
                    .append(',');
        }
        json.setLength(json.length() - 1);
        return json.append(random.nextInt(10) == 0 ? "" : "}").toString();
    }

    private static String text(Random random) {
        return pick(random, WORDS.toArray(String[]::new)).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String abbreviated(String text) {
        return text.length() < 300 ? text : text.substring(0, 300) + "…";
    }
}
