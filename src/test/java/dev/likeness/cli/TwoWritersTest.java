package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.index.Gallery;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.index.lucene.GalleryFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// While one process writes to a gallery, every other that wants to is refused in one sentence, and changes
/// nothing.
@Timeout(180)
class TwoWritersTest {
    @TempDir
    private Path folder;

    private TestServer server;
    private Path photos;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder);
        server.gallery(new int[] {1}, new int[] {2}, new int[] {1, 2}).expect(201);
        String face = server.get("/v1/galleries/test/faces").text("/faces/0/face");
        server.post("/v1/galleries/test/people/split", "{\"faces\":[\"" + face + "\"],\"name\":\"Ann\"}")
                .expect(201);
        photos = Files.createDirectories(folder.resolve("photos"));
        Files.write(photos.resolve("new.jpg"), SquareModels.photo(77, 3));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String[]> changes() {
        List<String[]> commands = new ArrayList<>();
        commands.add(new String[] {"ingest", photos.toString()});
        commands.add(new String[] {"cluster"});
        commands.add(new String[] {"people", "name", "1", "Eve"});
        commands.add(new String[] {"people", "undo"});
        commands.add(new String[] {"gallery", "delete", "--yes"});
        commands.add(new String[] {"gallery", "check"});
        return commands;
    }

    private String[] complete(String[] command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--gallery=test");
        all.add("--index=" + folder.resolve("index"));
        all.add("--models=" + folder.resolve("models"));
        if (command[0].equals("ingest")) {
            all.addAll(List.of("--detector=" + SquareModels.DETECTOR, "--device=cpu"));
        }
        return all.toArray(new String[0]);
    }

    /// The files of the gallery without the locks.
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("index/test"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (!path.toString().endsWith(".lock")) {
                    files.put(path.toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
                }
            }
        }
        return files;
    }

    @Test
    void change_whileAnotherProcessWrites_isRefusedInOneSentenceAndChangesNothing() throws IOException {
        try (GalleryDirectory other =
                GalleryDirectory.of(IndexOptions.defaults().in(folder.resolve("index")))) {
            Gallery gallery = other.open("test");
            try (GalleryWriter _ = gallery.writer(gallery.embedder())) {
                Map<String, String> before = files();

                for (String[] command : changes()) {
                    Shell.Result result = Shell.run(complete(command));

                    assertThat(result.status())
                            .as(Arrays.toString(command) + result.errors())
                            .isEqualTo(2);
                    assertThat(result.errors().stream().filter(line -> line.startsWith("likeness: ")))
                            .as(Arrays.toString(command))
                            .hasSize(1)
                            .allMatch(line -> line.contains("writ") || line.contains("in use"));
                }
                for (Answer answer : List.of(
                        server.upload("/v1/galleries/test/photos", Map.of("new.jpg", SquareModels.photo(77, 3))),
                        server.json("PATCH", "/v1/galleries/test/people/1", "{\"name\":\"Eve\"}"),
                        server.delete("/v1/galleries/test/people/1"),
                        server.delete("/v1/galleries/test"))) {
                    assertThat(answer.expect(503).code()).isEqualTo("GALLERY_BUSY");
                    assertThat(answer.header("Retry-After")).isNotEmpty();
                }

                assertThat(files()).isEqualTo(before);
                assertThat(server.get("/v1/galleries/test/people").expect(200).text("/people/0/name"))
                        .isEqualTo("Ann");
            }
        }
        // The writer's end may tidy up files, but neither photos nor names.
        assertThat(Shell.run(complete(new String[] {"people", "name", "1", "Eve"}))
                        .status())
                .isZero();
        assertThat(server.get("/v1/galleries/test/people").text("/people/0/name"))
                .isEqualTo("Eve");
    }

    @Test
    void backup_whileAnotherProcessWrites_hasTheLastCommit() throws IOException {
        Path backups = folder.resolve("backups");
        try (GalleryDirectory other =
                GalleryDirectory.of(IndexOptions.defaults().in(folder.resolve("index")))) {
            Gallery gallery = other.open("test");
            try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
                writer.put(GalleryFixtures.photo("uncommitted"), List.of());

                Shell.Result made = Shell.run(complete(new String[] {"gallery", "backup", backups.toString()}));
                Answer downloaded = server.get("/v1/galleries/test/backup");

                assertThat(made.status()).as("%s", made).isZero();
                assertThat(made.output().getFirst()).contains("3 photos, 4 faces, 1 person");
                downloaded.expect(200);
            }
        }
        assertThat(Shell.run(complete(new String[] {"gallery", "verify-backup", backups.toString()}))
                        .status())
                .isZero();
    }
}
