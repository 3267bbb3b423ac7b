package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.face.LikenessException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Access, errors and headers that all operations share.
class ServerTest {
    @TempDir
    private Path folder;

    @Test
    void server_withoutKeys_servesLoopbackAsAdministrator() {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("/health").expect(200).text("/status")).isEqualTo("ok");
            assertThat(server.get("/ready").expect(200).text("/ready")).isEqualTo("true");

            Answer made = server.post("/v1/galleries", "{\"name\":\"family\"}").expect(201);

            assertThat(made.header("Location")).isEqualTo("/v1/galleries/family");
            assertThat(made.text("/embedder")).isEqualTo(SquareModels.EMBEDDER);
            assertThat(server.get("/v1/galleries").expect(200).text("/galleries/0/name"))
                    .isEqualTo("family");
            server.delete("/v1/galleries/family").expect(204);
            assertThat(server.get("/v1/galleries/family").expect(404).code()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void ready_whileTheServerWarmsUp_isFalseAndThenTrue() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.start(folder)) {
            server.server().warmUp(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });

            Answer early = server.get("/ready").expect(503);
            assertThat(early.text("/ready")).isEqualTo("false");
            assertThat(early.header("Retry-After")).isEqualTo("1");
            server.get("/v1/galleries").expect(200);

            end.countDown();
            while (server.get("/ready").status() == 503) {
                Thread.onSpinWait();
            }
            assertThat(server.get("/ready").expect(200).text("/ready")).isEqualTo("true");
        }
    }

    @Test
    void server_onAllAddressesWithoutKeys_refusesToStart() {
        assertThatThrownBy(() -> TestServer.start(folder, Map.of("server.host", "0.0.0.0")))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("needs at least one API key");
    }

    @Test
    void server_withKeys_asksForThemAndKeepsToTheirScopeAndGalleries() {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        String reader = ring.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of("mine"), 0)
                .secret();
        String admin =
                ring.create("admin", ApiKeyKind.UUID, Scope.ADMIN, Set.of(), 0).secret();
        try (TestServer server = TestServer.start(folder)) {
            Answer none = server.get("/v1/galleries").expect(401);
            assertThat(none.code()).isEqualTo("UNAUTHENTICATED");
            assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(none.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(none.text("/requestId")).isEqualTo(none.header("X-Request-Id"));
            server.get("/health").expect(200);

            for (String gallery : Set.of("mine", "theirs")) {
                server.send(
                                "/v1/galleries",
                                request -> request.header("X-Api-Key", admin)
                                        .header("Content-Type", "application/json")
                                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                                "{\"name\":\"" + gallery + "\"}")))
                        .expect(201);
            }
            server.with("Authorization", "Bearer " + reader);
            assertThat(server.get("/v1/galleries").expect(200).json().get("galleries"))
                    .hasSize(1);
            assertThat(server.get("/v1/galleries/theirs").expect(403).code()).isEqualTo("FORBIDDEN");
            assertThat(server.get("/v1/galleries/nobodys").expect(403).code()).isEqualTo("FORBIDDEN");
            server.get("/v1/galleries/mine").expect(200);
            assertThat(server.delete("/v1/galleries/mine").expect(403).code()).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void request_ofAnUnknownVersion_isRefusedWithTheHeadersOfEveryAnswer() throws Exception {
        try (TestServer server = TestServer.start(folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("content-security-policy: default-src 'none'")
                    .contains("\"MALFORMED_REQUEST\"");
        }
    }

    @Test
    void close_withAnUploadHalfWayThere_waitsForTheRestAndKeepsIt() throws Exception {
        byte[] photo = SquareModels.photo(1, 1);
        String head = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n";
        String tail = "\r\n--x--\r\n";
        try (TestServer server = TestServer.start(folder)) {
            server.gallery();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST /v1/galleries/test/photos HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: "
                                + (head.length() + photo.length + tail.length()) + "\r\n\r\n" + head)
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(300);
                Thread closing = Thread.ofVirtual().start(server.server()::close);
                Thread.sleep(300);
                out.write(photo);
                out.write(tail.getBytes(StandardCharsets.US_ASCII));
                out.flush();

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).startsWith("HTTP/1.1 201");
                closing.join();
            }
            assertThat(server.engine().galleries().details("test").photos()).isEqualTo(1);
        }
    }

    @Test
    void delete_whileJobsAreStopped_isAcknowledgedAndPurgedByTheNextServer() {
        try (TestServer server = TestServer.start(folder)) {
            String photo = server.gallery(new int[] {1}).expect(201).text("/photos/0/photo/photo");
            server.server().backend().jobs().stop();

            Answer deleted = server.delete("/v1/galleries/test/photos/" + photo).expect(202);

            assertThat(server.get("/v1/jobs/" + deleted.text("/job"))
                            .expect(200)
                            .text("/state"))
                    .isEqualTo("cancelled");
            server.get("/v1/galleries/test/photos/" + photo).expect(404);
            assertThat(server.engine().galleries().toPurge()).containsExactly("test");
        }
        try (TestServer server = TestServer.start(folder)) {
            server.await(server.get("/v1/jobs").expect(200).text("/jobs/0/id"));
            assertThat(server.engine().galleries().toPurge()).isEmpty();
        }
    }

    @Test
    void get_ofWhatTheCallerKnows_isNotSentAgain() {
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"family\"}").expect(201);
            String tag = server.get("/v1/galleries/family").expect(200).header("ETag");

            Answer again = server.send("/v1/galleries/family", request -> request.header("If-None-Match", tag));

            assertThat(again.expect(304).bytes()).isEmpty();
        }
    }

    @Test
    void upload_repeatedOnOtherConnections_isDoneOnce() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            TestServer.Form form = new TestServer.Form().file("image", "a.jpg", SquareModels.photo(1, 1));
            HttpRequest upload = HttpRequest.newBuilder(server.uri("/v1/galleries/test/photos"))
                    .header("Content-Type", form.contentType())
                    .header("Idempotency-Key", "k1")
                    .POST(form.body())
                    .build();
            // Connections are spread over the event loops.
            for (int i = 0; i < 8; i++) {
                try (HttpClient client = HttpClient.newHttpClient()) {
                    HttpResponse<String> answer = client.send(upload, BodyHandlers.ofString());

                    assertThat(answer.statusCode()).isEqualTo(201);
                    assertThat(answer.headers()
                                    .firstValue("Idempotent-Replayed")
                                    .isPresent())
                            .isEqualTo(i > 0);
                }
            }
        }
    }

    @Test
    void request_withUnknownKeyInItsJson_isRefusedByTheKeysName() {
        try (TestServer server = TestServer.start(folder)) {
            Answer answer = server.post("/v1/galleries", "{\"name\":\"a\",\"nmae\":\"b\"}")
                    .expect(400);

            assertThat(answer.text("/detail")).contains("nmae").doesNotContain("dev.likeness");
        }
    }
}
