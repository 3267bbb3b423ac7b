package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.rekognition.Rekognition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What request bodies may occupy, over real HTTP: large ones that never end, and ones of callers nobody knows.
class RequestBodiesTest {
    private static final int LARGE = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void largeBodies_thatHoldBackTheirEnd_areRefusedBeyondTheBudgetWhileOthersAreAnswered() throws Exception {
        Map<String, Object> budget =
                Map.of("server.maxBody", "1MB", "server.maxUpload", "1MB", "server.bodyDisk", "4MB");
        try (TestServer server = TestServer.start(folder, budget, new Rekognition())) {
            List<Socket> waiting = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Socket socket = begin(
                        server,
                        i % 2 == 0 ? "POST /" : "POST /v1/galleries",
                        "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: RekognitionService.ListCollections\r\n");
                String answer = answer(socket, 500);
                if (answer.isEmpty()) {
                    waiting.add(socket);
                } else {
                    refused.add(answer);
                }
            }

            assertThat(waiting).hasSize(4);
            assertThat(refused)
                    .hasSize(8)
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 503")
                            && answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nretry-after: "));
            server.get("/health").expect(200);
            server.post("/v1/galleries", "{\"name\":\"small\"}").expect(201);
            assertThat(server.post("/v1/galleries", "{\"name\":\"" + "x".repeat(LARGE) + "\"}")
                            .expect(503)
                            .code())
                    .isEqualTo("OVERLOADED");

            for (Socket socket : waiting) {
                socket.getOutputStream().write('}');
                assertThat(answer(socket, 10_000)).matches("(?s)HTTP/1.1 (200|400|415) .*");
                socket.close();
            }
            server.post("/v1/galleries", "{\"name\":\"" + "x".repeat(LARGE) + "\"}")
                    .expect(400);
            assertThat(temporaryFilesAfterTheAnswers()).isEmpty();
        }
    }

    @Test
    void body_ofACallerWithoutAKnownKey_isNotReadNorAskedFor() throws Exception {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        String id = String.valueOf(ring.create("aws", ApiKeyKind.AWS, Scope.WRITE, Set.of(), 0)
                .key()
                .accessKeyId());
        String signed =
                "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: RekognitionService.ListCollections\r\n"
                        + "X-Amz-Date: 20260131T235959Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential=%s/20260131/local/"
                        + "rekognition/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature="
                        + "0".repeat(64)
                        + "\r\nExpect: 100-continue\r\n";
        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            assertThat(head(server, "POST /", signed.formatted("AKIDUNKNOWN"), 2000))
                    .startsWith("HTTP/1.1 400")
                    .contains("UnrecognizedClientException");
            assertThat(head(server, "POST /", "Expect: 100-continue\r\n", 2000))
                    .startsWith("HTTP/1.1 400")
                    .contains("MissingAuthenticationTokenException");
            assertThat(head(
                            server,
                            "POST /v1/galleries",
                            "Authorization: Bearer nobody\r\nExpect: 100-continue\r\n",
                            2000))
                    .startsWith("HTTP/1.1 401");
            assertThat(head(server, "POST /", signed.formatted(id), 2000)).startsWith("HTTP/1.1 100");
        }
    }

    @Test
    void body_largerThanWhatStaysInMemory_isReadWithAndWithoutItsLength() {
        try (TestServer server = TestServer.start(folder)) {
            String body = "{\"nmae\":\"" + "x".repeat(300_000) + "\"}";
            Answer withLength = server.post("/v1/galleries", body).expect(400);
            Answer inChunks = server.send(
                            "/v1/galleries",
                            request -> request.header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))))
                    .expect(400);

            assertThat(withLength.text("/detail")).contains("nmae");
            assertThat(inChunks.text("/detail")).contains("nmae");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; charset=utf-8"})
    void form_withoutABoundary_isMalformed(String type) {
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);

            Answer answer = server.send(
                    "/v1/galleries/test/photos",
                    request -> request.header("Content-Type", type).POST(BodyPublishers.ofString("--x--")));

            assertThat(answer.expect(400).code()).isEqualTo("MALFORMED_REQUEST");
            assertThat(answer.text("/detail"))
                    .isEqualTo("a form must have a boundary in its Content-Type, got: " + type);
        }
    }

    @Test
    void temporaryFiles_ofAServerThatWasKilled_areGoneAfterTheNextStart() throws IOException {
        Path left = folder.resolve("index/.server/temporary/left-behind");
        Files.createDirectories(left);
        Files.writeString(left.resolve("photo"), "bytes of a photo");

        try (TestServer server = TestServer.start(folder)) {
            server.get("/health").expect(200);
            assertThat(left).doesNotExist();
        }
        assertThat(temporaryFiles()).isEmpty();
    }

    @Test
    void bodies_thatNeverEnd_getAnAnswerWhenTheServerStopsAndDoNotHoldItUp() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            waiting.add(begin(server, "POST /v1/galleries", "Content-Type: application/json\r\n"));
            Socket form = new Socket(InetAddress.getLoopbackAddress(), server.port());
            send(form, "POST /v1/galleries/test/photos", "Content-Type: multipart/form-data; boundary=x\r\n");
            form.getOutputStream()
                    .write(("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n"
                                    + "\r\nbytes")
                            .getBytes(StandardCharsets.US_ASCII));
            waiting.add(form);
            waiting.add(begin(server, "POST /v1/galleries/test/restore", "Content-Type: application/zip\r\n"));
            for (Socket socket : waiting) {
                assertThat(answer(socket, 300)).isEmpty();
            }

            Instant begun = Instant.now();
            server.server().close();

            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
            for (Socket socket : waiting) {
                socket.setSoTimeout(2000);
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .startsWith("HTTP/1.1 503")
                        .contains("\"SHUTTING_DOWN\"");
                socket.close();
            }
            assertThat(temporaryFiles()).isEmpty();
        }
    }

    /// What is left of the bodies' files; each is deleted after its answer, so the last may lie there a moment longer.
    private List<Path> temporaryFilesAfterTheAnswers() throws Exception {
        Instant end = Instant.now().plusSeconds(10);
        while (true) {
            try {
                List<Path> files = temporaryFiles();
                if (files.isEmpty() || Instant.now().isAfter(end)) {
                    return files;
                }
            } catch (UncheckedIOException _) {
                // A file went while the folder was listed.
            }
            Thread.sleep(10);
        }
    }

    /// Files below the folder for temporary files, without the locks.
    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("index/.server/temporary"), 2)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".lock") && !file.endsWith("guard"))
                    .toList();
        }
    }

    /// Announces a large body and sends all of it but the last byte.
    private static Socket begin(TestServer server, String request, String headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        send(socket, request, headers);
        try {
            socket.getOutputStream().write(("{" + " ".repeat(LARGE - 2)).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // The server has refused the request and closed the connection.
        }
        return socket;
    }

    private static String head(TestServer server, String request, String headers, int millis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(socket, request, headers);
            return answer(socket, millis);
        }
    }

    private static void send(Socket socket, String request, String headers) throws IOException {
        socket.getOutputStream()
                .write((request + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + LARGE
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /// What the server sends within some time; empty if that is nothing.
    private static String answer(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[8192];
        try {
            int read = socket.getInputStream().read(buffer);
            return read < 0 ? "closed" : new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException _) {
            return "";
        }
    }
}
