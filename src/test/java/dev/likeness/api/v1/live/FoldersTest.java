package dev.likeness.api.v1.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The folders of the server that a page offers.
class FoldersTest {
    @TempDir
    private Path folder;

    private Path photos;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos")).toRealPath();
        Files.createDirectories(photos.resolve("b/inner"));
        Files.createDirectories(photos.resolve("A"));
        Files.createDirectories(photos.resolve(".hidden"));
        Files.createFile(photos.resolve("one.jpg"));
        Files.createFile(photos.resolve("b/two.HEIC"));
        Files.createFile(photos.resolve("b/notes.txt"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(photos.resolve("link"), outside);
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_withoutAPath_namesThePhotoRoots() {
        JsonNode roots = server.get("/v1/folders").expect(200).json();

        assertThat(roots.get("path").isNull()).isTrue();
        assertThat(roots.get("folders")).hasSize(1);
        assertThat(roots.at("/folders/0/path").stringValue()).isEqualTo(photos.toString());
        assertThat(roots.at("/folders/0/folders").intValue()).isEqualTo(2);
        assertThat(roots.at("/folders/0/photos").intValue()).isEqualTo(1);
    }

    @Test
    void list_ofARoot_hasItsFoldersByNameAndNoneThatLeadsOut() {
        JsonNode root = server.get("/v1/folders?path=" + photos).expect(200).json();

        assertThat(root.get("parent").isNull()).isTrue();
        assertThat(root.get("photos").intValue()).isEqualTo(1);
        assertThat(root.get("folders").valueStream().map(one -> one.get("name").stringValue()))
                .containsExactly("A", "b");
        assertThat(root.at("/folders/1/photos").intValue()).isEqualTo(1);
    }

    @Test
    void list_ofAFolder_namesItsParent() {
        JsonNode inner = server.get("/v1/folders?path=" + photos + "/b/inner")
                .expect(200)
                .json();

        assertThat(inner.get("parent").stringValue())
                .isEqualTo(photos.resolve("b").toString());
        assertThat(inner.get("folders")).isEmpty();
    }

    @Test
    void list_outsideTheRoots_isRefusedWhetherItExistsOrNot() {
        for (String path : List.of("/", "/etc", photos + "/..", photos + "/link", photos + "/none", "..")) {
            assertThat(server.get("/v1/folders?path=" + path).expect(403).code())
                    .as(path)
                    .isEqualTo("PATH_NOT_ALLOWED");
        }
    }
}
