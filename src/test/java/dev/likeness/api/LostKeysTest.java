package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The file of a server's keys is lost, emptied or damaged. The server lets nobody in then, until the keys
/// are back or its operator says that it needs none.
class LostKeysTest {
    @TempDir
    private Path folder;

    @FunctionalInterface
    interface Damage {
        void to(Path file) throws IOException;
    }

    private static final Map<String, Damage> DAMAGES = Map.of(
            "missing", Files::delete,
            "empty", file -> Files.write(file, new byte[0]),
            "without keys", file -> Files.writeString(file, "{\"keys\":[]}"),
            "no JSON", file -> Files.writeString(file, "<html>"),
            "another JSON", file -> Files.writeString(file, "null"),
            "a folder",
                    file -> {
                        Files.delete(file);
                        Files.createDirectory(file);
                    });

    static Stream<String> damages() {
        return DAMAGES.keySet().stream().sorted();
    }

    private Path keyFile() {
        return folder.resolve("index/.server/keys.json");
    }

    private String createKey() {
        return KeyRing.of(folder.resolve("index"))
                .create("ann", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
    }

    private TestServer start() {
        return TestServer.start(folder, Map.of(), new Rekognition(), new CompreFace(), new DeepStack());
    }

    @ParameterizedTest(name = "keys.json is {0}")
    @MethodSource("damages")
    void keyFile_lostWhileRunning_closesTheServerUntilItIsBack(String damage) throws IOException {
        String key = createKey();
        byte[] before = Files.readAllBytes(keyFile());
        try (TestServer server = start()) {
            server.send("/v1/galleries", request -> request.header("X-Api-Key", key))
                    .expect(200);
            String cookie = server.post("/v1/session", "{\"key\":\"" + key + "\"}")
                    .expect(201)
                    .header("Set-Cookie")
                    .replaceAll(";.*", "");

            Objects.requireNonNull(DAMAGES.get(damage)).to(keyFile());
            server.server().backend().keys().refresh();

            assertClosed(server);
            server.send("/v1/galleries", request -> request.header("Cookie", cookie))
                    .expect(401);
            assertThat(server.get("/v1/session").json().get("keyRequired").booleanValue())
                    .isTrue();

            Files.deleteIfExists(keyFile());
            Files.write(keyFile(), before);
            server.server().backend().keys().refresh();
            server.send("/v1/galleries", request -> request.header("X-Api-Key", key))
                    .expect(200);
        }
    }

    private static void assertClosed(TestServer server) {
        server.get("/v1/galleries").expect(401);
        server.post("/v1/galleries", "{\"name\":\"other\"}").expect(401);
        Answer subjects = server.post("/api/v1/recognition/subjects", "{\"subject\":\"Eve\"}");
        assertThat(subjects.status()).isGreaterThanOrEqualTo(400);
        server.send("/api/v1/recognition/subjects", request -> request.header("x-api-key", "eve"))
                .expect(404);
        Answer collections = server.send(
                "/",
                request -> request.POST(BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "RekognitionService.ListCollections"));
        assertThat(collections.status()).isEqualTo(400);
        assertThat(collections.text()).contains("MissingAuthenticationTokenException");
        server.form("/v1/vision/face/delete", new TestServer.Form().field("userid", "Eve"))
                .expect(401);
        assertThat(server.engine().galleries().exists("other")).isFalse();
        assertThat(server.server().requiresKey()).isTrue();
    }

    @ParameterizedTest(name = "keys.json is {0}")
    @MethodSource("damages")
    void start_keyFileLost_isRefused(String damage) throws IOException {
        createKey();
        Objects.requireNonNull(DAMAGES.get(damage)).to(keyFile());

        assertThatThrownBy(this::start)
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("this server has had API keys, but there are none to be read in ");
    }

    @Test
    void start_folderOfTheKeysLost_isRefused() throws IOException {
        createKey();
        start().close();
        try (Stream<Path> files = Files.walk(folder.resolve("index/.server"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(this::start).hasMessageStartingWith("this server has had API keys");
    }

    @Test
    void marker_lost_isWrittenAgain() throws IOException {
        String key = createKey();
        Path marker = folder.resolve("index/.keys-required");
        assertThat(marker).exists();
        Files.delete(marker);

        try (TestServer server = start()) {
            server.get("/v1/galleries").expect(401);
            server.send("/v1/galleries", request -> request.header("X-Api-Key", key))
                    .expect(200);
        }
        assertThat(marker).exists();
    }

    @Test
    void lastKey_revoked_closesTheServer() {
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        KeyRing.NewKey key = ring.create("ann", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0);
        try (TestServer server = start()) {
            ring.revoke(key.key().id());
            server.server().backend().keys().refresh();

            assertClosed(server);
        }
    }

    @Test
    void makeKeyless_byCommand_opensTheServer() throws IOException {
        createKey();
        try (TestServer server = start()) {
            KeyRing.of(folder.resolve("index")).makeKeyless();
            server.server().backend().keys().refresh();

            server.get("/v1/galleries").expect(200);
            assertThat(server.server().requiresKey()).isFalse();
        }
        try (TestServer server = start()) {
            server.get("/v1/galleries").expect(200);
            createKey();
            server.server().backend().keys().refresh();
            server.get("/v1/galleries").expect(401);
        }
        Files.delete(keyFile());
        assertThatThrownBy(this::start).hasMessageStartingWith("this server has had API keys");
    }
}
