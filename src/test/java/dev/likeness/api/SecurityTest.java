package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks by hostile pages, callers and files, at wire level.
class SecurityTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example"})
    void request_underAForeignName_isRefused(String host) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            // DNS rebinding: the page's own name leads to 127.0.0.1 now, and the browser sends it.
            assertThat(raw(server, "GET /v1/galleries HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("HOST_NOT_ALLOWED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:99"})
    void request_underANameOfLoopback_isServed(String host) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(raw(server, "GET /v1/galleries HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Origin, http://localhost",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void post_fromAnotherPage_changesNothing(String header, String value) {
        try (TestServer server = TestServer.start(folder)) {
            Answer answer = server.send(
                    "/v1/galleries",
                    request -> request.POST(BodyPublishers.ofString("{\"name\":\"evil\"}"))
                            .header("Content-Type", "application/json")
                            .header(header, value));

            assertThat(answer.expect(403).code()).isEqualTo("ORIGIN_NOT_ALLOWED");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(server.get("/v1/galleries").text()).isEqualTo("{\"galleries\":[]}");
        }
    }

    @Test
    void link_ofAnotherSite_leadsToPagesButNeverToData() {
        try (TestServer server = TestServer.start(folder, Map.of(), new dev.likeness.api.web.WebInterface())) {
            server.gallery(new int[] {1}).expect(201);
            for (String site : List.of("cross-site", "same-site")) {
                for (String page : List.of("/", "/docs", "/v1/openapi.yaml")) {
                    follow(server, site, page).expect(200);
                }
                for (String data : List.of(
                        "/v1/galleries", "/v1/galleries/test/backup", "/v1/galleries/test/people", "/metrics")) {
                    assertThat(follow(server, site, data).expect(403).code()).isEqualTo("ORIGIN_NOT_ALLOWED");
                }
            }
            follow(server, "none", "/v1/galleries/test/people").expect(200);
            follow(server, "same-origin", "/v1/galleries/test/backup").expect(200);
        }
    }

    /// Goes to an address as a browser does after a click on a link.
    private static Answer follow(TestServer server, String site, String path) {
        return server.send(
                path,
                request -> request.GET()
                        .header("Sec-Fetch-Site", site)
                        .header("Sec-Fetch-Mode", "navigate")
                        .header("Sec-Fetch-Dest", "document"));
    }

    @Test
    void refusedCalls_areAuditedAndCannotFillTheLog() throws Exception {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        String reader = ring.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0)
                .secret();
        Path log = folder.resolve("index/.server/audit.jsonl");
        try (TestServer server = TestServer.start(folder)) {
            server.send("/v1/galleries/test", request -> request.DELETE().header("X-Api-Key", reader))
                    .expect(403);
            for (int i = 0; i < 50; i++) {
                server.get("/v1/galleries").expect(401);
            }
        }
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"refused\""))
                .toList();
        assertThat(lines)
                .hasSizeBetween(2, 15)
                .anyMatch(line -> line.contains("FORBIDDEN") && line.contains("\"operation\":\"deleteGallery\""))
                .anyMatch(line -> line.contains("UNAUTHENTICATED") && line.contains("\"principal\":\"anonymous\""))
                .allMatch(line -> line.contains("\"source\":\"127.0.0.1\""))
                .noneMatch(line -> line.contains(reader));
    }

    @Test
    void post_fromTheOwnPageOrAConfiguredOne_isServed() {
        try (TestServer server = TestServer.start(folder, Map.of("server.allowedOrigins", "https://photos.example"))) {
            for (String origin : List.of("http://127.0.0.1:" + server.port(), "https://photos.example")) {
                server.send("/v1/galleries", request -> request.GET().header("Origin", origin))
                        .expect(200);
            }
            Answer preflight = server.send(
                    "/v1/galleries",
                    request -> request.method("OPTIONS", BodyPublishers.noBody())
                            .header("Origin", "https://photos.example")
                            .header("Access-Control-Request-Method", "POST"));
            assertThat(preflight.expect(204).header("Access-Control-Allow-Origin"))
                    .isEqualTo("https://photos.example");
            server.send(
                            "/v1/galleries",
                            request -> request.method("OPTIONS", BodyPublishers.noBody())
                                    .header("Origin", "https://evil.example"))
                    .expect(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/galleries/..%2f..%2fetc",
                "/v1/galleries/..%5c..%5cetc",
                "/v1/galleries/%2e%2e",
                "/v1/galleries/../../etc/passwd",
                "/v1/galleries/.server",
                "/v1/galleries/.server/faces",
                "/docs/../../pom.xml",
                "/docs/..%2f..%2fpom.xml",
                "/v1/galleries/a%00b",
                "/v1/galleries/%zz"
            })
    void path_thatLeadsElsewhere_findsNothing(String path) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(raw(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .matches("(?s)HTTP/1.1 40[04].*")
                    .doesNotContain(folder.toString())
                    .doesNotContain("Exception");
        }
    }

    @Test
    void headers_largerThanAnyOfOurs_areRefused() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(raw(server, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 431.*");
            assertThat(raw(server, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .matches("(?s)HTTP/1.[01] 414.*");
            assertThat(raw(server, "GARBAGE\r\n\r\n")).matches("(?s)HTTP/1.[01] 400.*");
            assertThat(raw(server, "GET /health HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
            String length = "Content-Length: " + "9".repeat(20);
            assertThat(raw(
                            server,
                            String.join("\r\n", "POST /v1/galleries HTTP/1.1", "Host: localhost", length, "", "")))
                    .matches("(?s)HTTP/1.[01] 4(00|13).*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE", "GET /health HTTP/1.1", "GET /a b c d"})
    void bytesThatAreNoRequest_areAnsweredWithTheSecurityHeaders(String request) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            String answer = raw(server, request + "\r\n\r\n").toLowerCase(Locale.ROOT);

            assertThat(answer)
                    .matches("(?s)http/1.[01] 400.*")
                    .contains(
                            "\r\nx-content-type-options: nosniff\r\n",
                            "\r\ncontent-security-policy: default-src 'none'",
                            "\r\nx-frame-options: deny\r\n",
                            "\r\nreferrer-policy: no-referrer\r\n",
                            "\r\ncache-control: no-store\r\n",
                            "\r\nx-request-id: ");
        }
    }

    @Test
    void pages_stateTheirCharset() {
        try (TestServer server = TestServer.start(folder)) {
            for (String path : List.of("/docs", "/docs/", "/docs/start.js", "/docs/swagger-ui.css")) {
                assertThat(server.get(path).expect(200).header("Content-Type"))
                        .as(path)
                        .endsWith("; charset=utf-8");
            }
        }
    }

    @Test
    void json_nestedWithoutEnd_isRefused() {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery();
            String deep = "{\"probes\":" + "[".repeat(100_000);

            assertThat(server.post("/v1/galleries/test/search", deep)
                            .expect(400)
                            .code())
                    .isIn("MALFORMED_REQUEST", "INVALID_ARGUMENT");
            assertThat(server.json("PATCH", "/v1/galleries/test/people/1", "{\"name\":" + "[".repeat(100_000))
                            .expect(400)
                            .code())
                    .isEqualTo("MALFORMED_REQUEST");
            assertThat(server.post("/v1/galleries/test/search", "{\"k\":" + "9".repeat(100_000) + "}")
                            .expect(400)
                            .code())
                    .isEqualTo("MALFORMED_REQUEST");
            assertThat(server.post(
                                    "/v1/galleries/test/search",
                                    "{\"probes\":[{\"vector\":[" + "0,".repeat(1_000_000) + "0]}]}")
                            .expect(400)
                            .code())
                    .isEqualTo("INVALID_ARGUMENT");
        }
    }

    @Test
    void body_thatIsCompressed_isNotUnpacked() {
        try (TestServer server = TestServer.start(folder)) {
            Answer answer = server.send(
                    "/v1/galleries",
                    request -> request.POST(BodyPublishers.ofByteArray(new byte[1000]))
                            .header("Content-Type", "application/json")
                            .header("Content-Encoding", "gzip"));

            assertThat(answer.expect(415).code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        }
    }

    @Test
    void body_inAnUnknownTransferCoding_isAnswered400() throws IOException {
        List<String> codings = List.of(
                "chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                "chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "chunked\r\n\r\n2\r\n{}XX\r\n0\r\n\r\n",
                "chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "gzip\r\n\r\n{}",
                "\r\n\r\n{}",
                "identity\r\n\r\n{}",
                "chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        try (TestServer server = TestServer.start(folder)) {
            for (String coding : codings) {
                for (String type : List.of("application/json", "multipart/form-data; boundary=x")) {
                    String path = type.startsWith("multi") ? "/v1/galleries/test/photos" : "/v1/galleries";
                    String answer = raw(
                            server,
                            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nTransfer-Encoding: %s"
                                    .formatted(path, type, coding));
                    assertThat(answer).as(type + " " + coding).startsWith("HTTP/1.1 400");
                }
            }
            server.get("/health").expect(200);
        }
    }

    @Test
    void picture_thatDeclaresMorePixelsThanItMay_isRefusedBeforeItIsUnpacked() {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery();

            Answer answer = server.upload("/v1/galleries/test/photos", Map.of("bomb.png", declaringPng(60_000)));

            assertThat(answer.expect(422).code()).isEqualTo("IMAGE_TOO_LARGE");
        }
    }

    @Test
    void upload_underAHostileName_keepsOnlyItsLastPart() {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery();
            Form form = new Form().file("image", "../../etc/cron.d/x.jpg", SquareModels.photo(1, 1));

            assertThat(server.form("/v1/galleries/test/photos", form)
                            .expect(201)
                            .text("/photos/0/name"))
                    .isEqualTo("upload:x.jpg");
        }
    }

    @Test
    void inferenceQueue_whenFull_answersWithRetryAfter() {
        try (TestServer server =
                TestServer.start(folder, Map.of("server.inferenceWorkers", 1, "server.maxQueuedInferences", 1))) {
            server.gallery();
            Form form = new Form();
            for (int i = 0; i < 12; i++) {
                form.file("image", i + ".jpg", SquareModels.photo(i, 1, 2, 3, 4));
            }
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> server.form("/v1/galleries/test/search", form),
                        task -> Thread.ofVirtual().start(task)));
            }
            List<Answer> all = answers.stream().map(CompletableFuture::join).toList();

            assertThat(all).allMatch(answer -> answer.status() == 200 || answer.status() == 429);
            assertThat(all)
                    .filteredOn(answer -> answer.status() == 429)
                    .isNotEmpty()
                    .allMatch(answer ->
                            answer.code().equals("TOO_BUSY") && Integer.parseInt(answer.header("Retry-After")) >= 1);
        }
    }

    @Test
    void key_thatCallsTooOften_isToldWhenToComeAgain() {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        String slow =
                ring.create("slow", ApiKeyKind.BEARER, Scope.READ, Set.of(), 1).secret();
        String quick =
                ring.create("quick", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0).secret();
        try (TestServer server = TestServer.start(folder)) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(server.send("/v1/galleries", request -> request.header("X-Api-Key", slow)));
            }
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 429)
                    .isNotEmpty()
                    .allMatch(answer -> answer.code().equals("RATE_LIMITED")
                            && answer.header("Retry-After").equals("1"));
            server.send("/v1/galleries", request -> request.header("X-Api-Key", quick))
                    .expect(200);
        }
    }

    @Test
    void keys_areStoredAsHashesAndSecretsUnderAKeyFileOfTheOwner() throws IOException {
        KeyRing ring = KeyRing.of(folder);
        String bearer =
                ring.create("a", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0).secret();
        KeyRing.NewKey aws = ring.create("b", ApiKeyKind.AWS, Scope.WRITE, Set.of("x"), 0);

        String stored = Files.readString(folder.resolve(".server/keys.json"));
        assertThat(stored).doesNotContain(bearer).doesNotContain(aws.secret());
        for (String file : List.of("keys.json", "aws.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".server/" + file))))
                    .isEqualTo("rw-------");
        }
        KeyRing other = KeyRing.of(folder);
        String accessKeyId = java.util.Objects.requireNonNull(aws.key().accessKeyId());
        assertThat(other.findBearer(bearer)).map(Principal::scope).contains(Scope.READ);
        assertThat(other.findBearer(bearer + "x")).isEmpty();
        assertThat(other.findAws(accessKeyId)).map(KeyRing.AwsKey::secret).contains(aws.secret());
        assertThat(ring.revoke(aws.key().id())).isTrue();
        other.refresh();
        assertThat(other.findAws(accessKeyId)).isEmpty();
    }

    @Test
    void gallery_createdOrRestored_isItsOwnersAlone() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}).expect(201);
            byte[] backup = server.get("/v1/galleries/test/backup").expect(200).bytes();
            server.send(
                            "/v1/galleries/restored/restore",
                            request -> request.header("Content-Type", "application/zip")
                                    .POST(BodyPublishers.ofByteArray(backup)))
                    .expect(201);
            for (String gallery : List.of("test", "restored")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                folder.resolve("index").resolve(gallery))))
                        .as(gallery)
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void auditLog_saysWhoSearchedAndDeletedWithoutAName() throws IOException {
        String key = KeyRing.of(folder.resolve("index"))
                .create("ann", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
        try (TestServer server = TestServer.start(folder).with("X-Api-Key", key)) {
            server.gallery(new int[] {1}).expect(201);
            String face = server.get("/v1/galleries/test/faces").text("/faces/0/face");
            server.post("/v1/galleries/test/search", "{\"probes\":[{\"face\":\"" + face + "\"}]}")
                    .expect(200);
            server.post("/v1/galleries/test/people/split", "{\"faces\":[\"" + face + "\"],\"name\":\"Secret Name\"}")
                    .expect(201);
            server.delete("/v1/galleries/test").expect(204);
        }
        String log = Files.readString(folder.resolve("index/.server/audit.jsonl"));
        assertThat(log.lines().toList())
                .anyMatch(line -> line.contains("\"operation\":\"search\"") && line.contains("\"gallery\":\"test\""))
                .anyMatch(line -> line.contains("\"operation\":\"deleteGallery\"") && line.contains("\"status\":204"));
        assertThat(log).doesNotContain("Secret").doesNotContain(key);
    }

    /// Sends bytes as they are and reads until the server closes the connection or stops sending.
    private static String raw(TestServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                int read;
                while (answer.length() < 50 && (read = socket.getInputStream().read(buffer)) > 0) {
                    answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                }
            } catch (java.net.SocketTimeoutException | java.net.SocketException _) {
                // What has come has come.
            }
            return answer.toString();
        }
    }

    private static byte[] declaringPng(int side) {
        ByteBuffer header = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(side)
                .putInt(side)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(8 + 4 + 17 + 4)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }
}
