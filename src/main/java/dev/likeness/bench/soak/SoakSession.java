package dev.likeness.bench.soak;

import dev.likeness.support.RegularFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Phaser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One client's connection to the server. It repeats a request until the server answers, and records every
/// response.
final class SoakSession {
    static final String GALLERY = "/v1/galleries/default";
    static final String PHOTOS = GALLERY + "/photos";

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);
    private static final int MAX_BODY_SHOWN = 300;

    private final SoakServer server;
    private final HttpClient http;
    private final SoakStatistics statistics;
    private final Phaser gate;
    private final SoakLedger ledger;

    /// The final response to a request.
    ///
    /// @param retried whether the server may have executed an earlier attempt whose response was lost
    record Response(int status, String body, boolean retried) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    /// @param gate where clients wait while the server is down, see [SoakClient.Shared]
    /// @param ledger marked as uncertain when a response is lost
    SoakSession(SoakServer server, HttpClient http, SoakStatistics statistics, Phaser gate, SoakLedger ledger) {
        this.server = server;
        this.http = http;
        this.statistics = statistics;
        this.gate = gate;
        this.ledger = ledger;
    }

    /// Sends a request until the status is neither 429 nor 503. Waits at the gate while the server is stopped.
    Response send(SoakRequest kind, HttpRequest request) throws InterruptedException {
        boolean retried = false;
        while (true) {
            long start = System.nanoTime();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                statistics.recordResponse(kind, status, Duration.ofNanos(System.nanoTime() - start));
                if (status != 429 && status != 503) {
                    return new Response(status, response.body(), retried);
                }
                Thread.sleep(retryDelay(response));
            } catch (ConnectException e) {
                statistics.recordRefused(kind);
                waitForServer(request, e);
            } catch (IOException e) {
                retried = true;
                ledger.markUncertain();
                statistics.recordLost(kind);
                waitForServer(request, e);
            }
        }
    }

    /// Sends a request that must succeed.
    void require(SoakRequest kind, HttpRequest request) throws InterruptedException {
        check(request, send(kind, request), List.of());
    }

    /// Whether a request succeeded. A failure is recorded as an error unless its status is allowed.
    boolean check(HttpRequest request, Response response, List<Integer> allowed) {
        if (!response.succeeded() && !allowed.contains(response.status)) {
            statistics.recordError(problem(request, response.status, response.body));
        }
        return response.succeeded();
    }

    static String problem(HttpRequest request, int status, String body) {
        return "%s %s: %d %s"
                .formatted(
                        request.method(),
                        request.uri().getPath(),
                        status,
                        body.substring(0, Math.min(MAX_BODY_SHOWN, body.length())));
    }

    private void waitForServer(HttpRequest request, IOException failure) throws InterruptedException {
        if (server.isStopping()) {
            gate.arriveAndAwaitAdvance();
            gate.arriveAndAwaitAdvance();
        } else {
            statistics.recordError("%s %s: %s, although the server was not asked to stop"
                    .formatted(request.method(), request.uri().getPath(), failure));
            Thread.sleep(MAX_WAIT);
        }
    }

    private static Duration retryDelay(HttpResponse<String> response) {
        Duration requested = Duration.ofSeconds(
                response.headers().firstValueAsLong("Retry-After").orElse(1));
        return requested.compareTo(MAX_WAIT) < 0 ? requested : MAX_WAIT;
    }

    /// Requests a photo without recording the response, to check the ledger.
    HttpResponse<String> read(SoakPhoto photo) {
        return server.send(http, get(PHOTOS + "/" + photo.id()));
    }

    HttpRequest get(String path) {
        return request(path).build();
    }

    HttpRequest delete(String path) {
        return request(path).DELETE().build();
    }

    HttpRequest json(String method, String path, String body) {
        return request(path)
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
    }

    /// A multipart form with one photo.
    HttpRequest form(String path, String part, SoakPhoto photo) throws IOException {
        String boundary = "----" + photo.id().substring(0, 32);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\""
                        + photo.id().substring(0, 16) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(RegularFile.readAllBytes(photo.file(), RegularFile.MAX_PHOTO_BYTES));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return request(path)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return server.request(path).timeout(REQUEST_TIMEOUT);
    }
}
