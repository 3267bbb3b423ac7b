package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.rekognition.Rekognition;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One gallery that is damaged, or a stray file beside the galleries, takes no other gallery down.
class BrokenGalleriesTest {
    @TempDir
    private Path folder;

    @Test
    void server_withBrokenGalleriesAndStrayFiles_servesTheOthers() throws IOException {
        Path index = folder.resolve("index");
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}).expect(201);
            for (String name : new String[] {"malformed", "truncated", "lost"}) {
                server.post("/v1/galleries", "{\"name\":\"" + name + "\"}").expect(201);
                server.upload("/v1/galleries/" + name + "/photos", Map.of("a.jpg", SquareModels.photo(1, 1)))
                        .expect(201);
            }
        }
        Files.writeString(index.resolve("malformed/CURRENT"), "etc/passwd");
        truncateCommit(index.resolve("truncated/generation-1"));
        Files.delete(index.resolve("lost/CURRENT"));
        Files.writeString(index.resolve("notes"), "a stray file with the name of a gallery");
        Files.createDirectories(index.resolve("photos/2024"));
        Files.writeString(index.resolve("photos/2024/a.jpg"), "no gallery");

        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            Answer list = server.get("/v1/galleries").expect(200);
            assertThat(list.json().get("galleries")).hasSize(1);
            assertThat(list.text("/galleries/0/name")).isEqualTo("test");
            assertThat(list.json().get("damaged")).hasSize(3);
            assertThat(list.text("/damaged/0/name")).isEqualTo("lost");
            assertThat(list.text("/damaged/0/problem"))
                    .isEqualTo("gallery lost is damaged: CURRENT is missing, but there are generations: 1");
            assertThat(list.text("/damaged/1/problem"))
                    .isEqualTo("gallery malformed is damaged: CURRENT must read generation-<number>, got:"
                            + " \"etc/passwd\"");
            assertThat(list.text("/damaged/2/code")).isEqualTo("GALLERY_CORRUPT");
            assertThat(list.text()).doesNotContain(folder.toString());

            server.get("/v1/galleries/test/faces").expect(200);
            assertThat(server.get("/v1/galleries/lost/faces").expect(500).code())
                    .isEqualTo("GALLERY_CORRUPT");
            server.get("/v1/galleries/notes").expect(404);
            server.post("/v1/galleries", "{\"name\":\"photos\"}").expect(409);
            assertThat(index.resolve("photos/2024/a.jpg")).exists();
            server.post("/v1/galleries", "{\"name\":\"another\"}").expect(201);
            assertThat(server.send(
                                    "/",
                                    request -> request.POST(BodyPublishers.ofString("{}"))
                                            .header("Content-Type", "application/x-amz-json-1.1")
                                            .header("X-Amz-Target", "RekognitionService.ListCollections"))
                            .expect(200)
                            .json()
                            .get("CollectionIds"))
                    .hasSize(2);
        }
    }

    private static void truncateCommit(Path generation) throws IOException {
        try (Stream<Path> files = Files.list(generation)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("segments_"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));
            }
        }
    }
}
