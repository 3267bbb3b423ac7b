package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An open stream of events ends when its reader may not read it any more.
@Timeout(60)
class SessionEventsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration A_WHILE = Duration.ofMillis(1200);

    @TempDir
    private Path folder;

    private TestServer server;
    private KeyRing.NewKey admin;
    private KeyRing.NewKey reader;

    @BeforeEach
    void createKeys() {
        KeyRing keys = KeyRing.of(folder.resolve("index"));
        admin = keys.create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0);
        reader = keys.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        start(Map.of());
        server.send(
                        "/v1/galleries",
                        request -> request.POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"test\"}"))
                                .header("Content-Type", "application/json")
                                .header("X-Api-Key", admin.secret()))
                .expect(201);
    }

    private void start(Map<String, Object> settings) {
        server = TestServer.start(folder, settings);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer signIn() {
        return server.post("/v1/session", "{\"key\":\"%s\"}".formatted(reader.secret()))
                .expect(201);
    }

    private static String cookie(Answer session) {
        return session.header("Set-Cookie").split(";", 2)[0];
    }

    private Stream open(String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/galleries/test/events"))
                .header(header, value)
                .build();
        return new Stream(
                server.client().send(request, BodyHandlers.ofInputStream()).body());
    }

    @Test
    void signOut_endsTheStreamsOfTheSessionOnly() throws Exception {
        Answer session = signIn();
        Answer other = signIn();
        try (Stream events = open("Cookie", cookie(session));
                Stream others = open("Cookie", cookie(other))) {
            server.send(
                            "/v1/session",
                            request -> request.DELETE()
                                    .header("Cookie", cookie(session))
                                    .header("X-CSRF-Token", session.text("/csrfToken")))
                    .expect(204);

            assertThat(events.endsWithin(SOON)).isTrue();
            assertThat(others.endsWithin(A_WHILE)).isFalse();
        }
    }

    @Test
    void revokedKey_endsTheStreamsOfItsSessionsAndItsOwn() throws Exception {
        try (Stream events = open("Cookie", cookie(signIn()));
                Stream direct = open("X-Api-Key", reader.secret());
                Stream others = open("X-Api-Key", admin.secret())) {
            // As `likeness keys revoke` does it, in another process.
            KeyRing.of(folder.resolve("index")).revoke(reader.key().id());

            assertThat(events.endsWithin(SOON)).isTrue();
            assertThat(direct.endsWithin(SOON)).isTrue();
            assertThat(others.endsWithin(A_WHILE)).isFalse();
        }
    }

    @Test
    void sessionAtItsEnd_endsItsStreams() throws Exception {
        server.close();
        start(Map.of("server.sessionLifetime", "2s"));
        try (Stream events = open("Cookie", cookie(signIn()))) {
            assertThat(events.endsWithin(SOON)).isTrue();
        }
    }

    @Test
    void sessionThatIsNotUsed_endsItsStreams() throws Exception {
        server.close();
        start(Map.of("server.sessionIdleTimeout", "2s"));
        try (Stream events = open("Cookie", cookie(signIn()))) {
            assertThat(events.endsWithin(SOON)).isTrue();
        }
    }

    /// A stream, read in the background until it ends.
    private static final class Stream implements AutoCloseable {
        private final InputStream body;
        private final Thread reader;

        Stream(InputStream body) {
            this.body = body;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try {
                body.readAllBytes();
            } catch (IOException _) {
                // Closed by one of the two ends.
            }
        }

        boolean endsWithin(Duration patience) throws InterruptedException {
            return reader.join(patience);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
