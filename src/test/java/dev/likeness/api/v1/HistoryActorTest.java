package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The history says who made an edit.
class HistoryActorTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    @Test
    void events_ofALocalClientAndAKey_nameThemAfterTheKeyIsRevoked() {
        String face;
        try (TestServer server = TestServer.start(folder)) {
            face = server.gallery(new int[] {1}).expect(201).text("/photos/0/photo/faces/0/face");
            server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                    .expect(200);
        }
        KeyRing keys = KeyRing.of(folder.resolve("index"));
        KeyRing.NewKey phone = keys.create("Phone", ApiKeyKind.BEARER, Scope.WRITE, Set.of(), 0);
        KeyRing.NewKey reader = keys.create("Reader", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        try (TestServer server = TestServer.start(folder)) {
            server.send(
                            GALLERY + "/history/undo",
                            request -> with(phone).apply(request).POST(BodyPublishers.noBody()))
                    .expect(200);
            keys.revoke(phone.key().id());

            JsonNode events = server.send(
                            GALLERY + "/history", request -> with(reader).apply(request))
                    .expect(200)
                    .json()
                    .get("events");

            assertThat(events.at("/0/actor").toString())
                    .isEqualTo("{\"kind\":\"key\",\"key\":\"%s\",\"name\":\"Phone\"}"
                            .formatted(phone.key().id()));
            assertThat(events.at("/1/actor").toString()).isEqualTo("{\"kind\":\"local\",\"key\":null,\"name\":null}");
        }
    }

    private static UnaryOperator<HttpRequest.Builder> with(KeyRing.NewKey key) {
        return request -> request.header("Authorization", "Bearer " + key.secret());
    }
}
