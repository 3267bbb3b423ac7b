package dev.likeness.api.v1.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.engine.Engine;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The events of a gallery as a page reads them.
@Timeout(60)
class GalleryEventsTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(folder.toString())));
        server.gallery(new int[] {1}, new int[] {2}).expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void watch_ofAGallery_tellsTheCurrentStateFirst() throws Exception {
        try (Stream events = new Stream(server)) {
            JsonNode photos = events.await("photos-changed", _ -> true);
            JsonNode people = events.await("people-changed", _ -> true);

            assertThat(photos.get("photos").intValue()).isEqualTo(2);
            assertThat(photos.get("faces").intValue()).isEqualTo(2);
            assertThat(people.get("event").intValue()).isZero();
        }
    }

    @Test
    void edit_overHttp_reachesEveryReader() throws Exception {
        try (Stream one = new Stream(server);
                Stream other = new Stream(server)) {
            one.await("people-changed", _ -> true);
            other.await("people-changed", _ -> true);

            name(server);

            assertThat(one.await("people-changed", event -> event.get("event").intValue() > 0))
                    .isEqualTo(other.await(
                            "people-changed", event -> event.get("event").intValue() > 0));
        }
    }

    @Test
    void edit_byAnotherProgram_reachesTheReader() throws Exception {
        try (Stream events = new Stream(server)) {
            events.await("people-changed", _ -> true);

            try (Engine another = TestServer.anotherProgram(folder)) {
                FaceId face = FaceId.parse(server.get(GALLERY + "/faces").text("/faces/0/face"));
                another.people("test").editor(Actor.LOCAL).nameFace(face, "Ann");
            }

            events.await("people-changed", event -> event.get("event").intValue() > 0);
        }
    }

    @Test
    void ingest_tellsProgressTheLatestFacesAndWhatItCannotRead() throws Exception {
        Path photo = Files.write(folder.resolve("new.jpg"), SquareModels.photo(50, 5));
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
        try (Stream events = new Stream(server)) {
            events.await("people-changed", _ -> true);

            server.post(GALLERY + "/jobs", "{\"kind\":\"ingest\",\"paths\":[\"%s\",\"%s\"]}".formatted(photo, broken))
                    .expect(202);

            JsonNode end = events.await(
                    "job", event -> event.get("state").stringValue().equals("done"));
            assertThat(end.get("task").stringValue()).isEqualTo("ingest");
            assertThat(end.get("latestFaces")).hasSize(1);
            assertThat(end.get("unreadable").intValue()).isEqualTo(1);
            assertThat(end.at("/latestUnreadable/0/file").stringValue()).isEqualTo(broken.toString());
            assertThat(end.at("/latestUnreadable/0/reason").stringValue()).contains("got: text");
            String face = end.at("/latestFaces/0").stringValue();
            server.get(GALLERY + "/faces/" + face + "/crop").expect(200);
        }
        try (Stream events = new Stream(server)) {
            assertThat(events.await("photos-changed", _ -> true).get("photos").intValue())
                    .isEqualTo(3);
        }
    }

    @Test
    void delete_ofTheGallery_endsTheEvents() throws Exception {
        try (Stream events = new Stream(server)) {
            events.await("people-changed", _ -> true);

            server.delete(GALLERY).expect(204);

            assertThat(events.ends()).isTrue();
        }
    }

    @Test
    void close_whileSomebodyReads_doesNotWaitForThem() throws Exception {
        try (Stream events = new Stream(server)) {
            events.await("people-changed", _ -> true);
            long before = System.nanoTime();

            server.server().close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(events.ends()).isTrue();
        }
    }

    @Test
    void watch_ofAnUnknownGallery_isNotFound() {
        server.get("/v1/galleries/none/events").expect(404);
    }

    private static void name(TestServer server) {
        String face = server.get(GALLERY + "/faces").text("/faces/0/face");
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                .expect(200);
    }

    /// A stream of events, read in the background.
    private static final class Stream implements AutoCloseable {
        private static final String END = "";

        private final InputStream body;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final Thread reader;

        Stream(TestServer server) throws IOException, InterruptedException {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri(GALLERY + "/events")).build();
            body = server.client().send(request, BodyHandlers.ofInputStream()).body();
            reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> line.startsWith("data: ")).forEach(line -> events.add(line.substring(6)));
            } catch (IOException | UncheckedIOException _) {
                // Closed by one of the two ends.
            } finally {
                events.add(END);
            }
        }

        JsonNode await(String kind, Predicate<JsonNode> condition) throws InterruptedException {
            while (true) {
                String text = events.poll(20, TimeUnit.SECONDS);
                if (text == null || text.equals(END)) {
                    throw new AssertionError("no such event: " + kind);
                }
                JsonNode event = JSON.readTree(text);
                if (event.get("kind").stringValue().equals(kind) && condition.test(event)) {
                    return event;
                }
            }
        }

        boolean ends() throws InterruptedException {
            return reader.join(Duration.ofSeconds(20));
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
