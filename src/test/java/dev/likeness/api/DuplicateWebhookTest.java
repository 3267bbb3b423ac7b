package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.likeness.api.TestServer.Form;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody is enrolled twice, and a receiver on loopback is told.
class DuplicateWebhookTest {
    private static final String SECRET = "a secret of the receiver";
    private static final String PHOTOS = "/v1/galleries/test/photos";

    @TempDir
    private Path folder;

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /// How many requests are refused before one is accepted.
    private final AtomicInteger failures = new AtomicInteger();

    private HttpServer receiver;

    /// @param accepted whether the receiver accepted it
    private record Received(String body, String signature, String delivery, String type, boolean accepted) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean accepts = failures.getAndDecrement() <= 0;
            var headers = exchange.getRequestHeaders();
            received.add(new Received(
                    body,
                    String.valueOf(headers.getFirst("X-Likeness-Signature")),
                    String.valueOf(headers.getFirst("X-Likeness-Delivery")),
                    String.valueOf(headers.getFirst("Content-Type")),
                    accepts));
            exchange.sendResponseHeaders(accepts ? 204 : 503, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private TestServer start() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        return TestServer.start(
                folder,
                Map.of(
                        "duplicates.webhook",
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                        "duplicates.webhookSecretFile",
                        secret.toString()));
    }

    private static void enrol(TestServer server, String name, int take, int person) {
        server.form(
                        PHOTOS + "?person=" + name,
                        new Form().file("image", name + take + ".jpg", SquareModels.photo(take, person)))
                .expect(201);
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void enrolledTwice_isToldWithoutBiometricDataAndSigned() throws Exception {
        failures.set(1);
        try (TestServer server = start()) {
            server.gallery();
            ContractJourney.calibrate(server);
            for (int take = 1; take <= 3; take++) {
                enrol(server, "Ann", take, 1);
                enrol(server, "Ben", 10 + take, 2);
            }
            enrol(server, "Anna", 20, 1);

            Received refused = next();
            Received told = next();

            assertThat(refused.accepted()).isFalse();
            assertThat(told)
                    .isEqualTo(new Received(
                            refused.body(), refused.signature(), refused.delivery(), "application/json", true));
            JsonNode note = told.json();
            assertThat(note.propertyNames())
                    .containsExactlyInAnyOrder("id", "event", "gallery", "person", "other", "probability", "at");
            assertThat(note.get("event").stringValue()).isEqualTo("likely-duplicate");
            assertThat(note.get("gallery").stringValue()).isEqualTo("test");
            assertThat(note.get("person").longValue()).isEqualTo(number(server, "Anna"));
            assertThat(note.get("other").longValue()).isEqualTo(number(server, "Ann"));
            assertThat(note.get("probability").doubleValue()).isBetween(0.7, 1.0);
            assertThat(told.delivery()).isEqualTo(note.get("id").stringValue());
            assertThat(told.signature()).isEqualTo(hmac(told.body()));
        }
    }

    @Test
    void note_ofAServerThatStoppedBeforeItsDelivery_isDeliveredByTheNext() throws Exception {
        failures.set(1000);
        Received before;
        try (TestServer server = start()) {
            server.gallery();
            ContractJourney.calibrate(server);
            enrol(server, "Ann", 1, 1);
            enrol(server, "Ann", 2, 1);
            enrol(server, "Ben", 3, 2);
            enrol(server, "Anna", 4, 1);
            before = next();
        }
        received.clear();
        failures.set(0);
        try (TestServer _ = start()) {
            assertThat(next().body()).isEqualTo(before.body());
            assertThat(received.poll(1, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void note_ofAGalleryThatWasDeleted_isNotDelivered() throws Exception {
        failures.set(1000);
        try (TestServer server = start()) {
            server.gallery();
            ContractJourney.calibrate(server);
            enrol(server, "Ann", 1, 1);
            enrol(server, "Ann", 2, 1);
            enrol(server, "Ben", 3, 2);
            enrol(server, "Anna", 4, 1);
            next();
        }
        try (TestServer server = TestServer.start(folder)) {
            server.delete("/v1/galleries/test").expect(204);
            server.gallery();
        }
        received.clear();
        failures.set(0);
        try (TestServer _ = start()) {
            assertThat(received.poll(2, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void start_withDamagedNotes_beginsWithNone() throws Exception {
        Path notes = folder.resolve("index/.server/duplicates.json");
        Files.createDirectories(notes.getParent());
        Files.writeString(notes, "{\"searched\":{\"default\":null},\"notes\":[null]}");

        try (TestServer server = start()) {
            server.get("/health").expect(200);
        }
    }

    @Test
    void people_whoWereThereBeforeTheWebhook_areNotNew() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery();
            ContractJourney.calibrate(server);
            enrol(server, "Ann", 1, 1);
            enrol(server, "Anna", 2, 1);
        }
        try (TestServer server = start()) {
            server.get("/health").expect(200);
            assertThat(received.poll(2, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void start_withASecretThatCannotBeRead_isRefused() {
        assertThatThrownBy(() -> TestServer.start(
                        folder,
                        Map.of(
                                "duplicates.webhook",
                                "http://127.0.0.1:1/",
                                "duplicates.webhookSecretFile",
                                folder.resolve("none").toString())))
                .hasMessageContaining("cannot read duplicates.webhookSecretFile");
    }

    private static long number(TestServer server, String name) {
        return server.engine().people("test").named(name).orElseThrow().id().value();
    }

    private static String hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
