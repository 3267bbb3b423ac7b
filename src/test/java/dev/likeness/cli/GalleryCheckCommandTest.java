package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `likeness gallery check` on a gallery whose index or calibration is damaged.
class GalleryCheckCommandTest {
    @TempDir
    private Path folder;

    private Path gallery = Path.of("");

    @BeforeEach
    void makeGallery() {
        gallery = folder.resolve("index/test");
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            server.upload("/v1/galleries/test/photos", Map.of("c.jpg", SquareModels.photo(3, 3)))
                    .expect(201);
        }
    }

    @Test
    void check_soundGallery_saysSo() {
        Result checked = likeness("gallery", "check");

        assertThat(checked.status()).isZero();
        assertThat(checked.output().getLast()).isEqualTo("Gallery test is sound: generation-1.");
        assertThat(checked.output().get(1)).containsPattern(" \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ( |$)");
        assertThat(checked.errors()).isEmpty();
    }

    @Test
    void repair_damagedIndex_saysWhatIsLostAndKeepsTheDamagedFiles() throws IOException {
        Path damaged = largest(".cfs");
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);

        Result refused = likeness("people");
        Result checked = likeness("gallery", "check");
        Result repaired = likeness("gallery", "check", "--repair");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors().getFirst())
                .startsWith("likeness: gallery test is damaged: %s".formatted(damaged.getFileName()));
        assertThat(refused.errors())
                .anyMatch(line -> line.startsWith("To see what is left and repair it: likeness gallery check --repair"))
                .anyMatch(line -> line.startsWith("To restore it from a backup under another name: likeness gallery"));
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.output()).anyMatch(line -> line.startsWith("generation-1/") && line.contains("; repair "));
        assertThat(checked.errors()).anyMatch(line -> line.startsWith("To repair it: likeness gallery check --repair"));
        assertThat(repaired.status()).as("%s", repaired).isZero();
        assertThat(repaired.output().getLast()).endsWith("It is generation-2 now.");
        assertThat(repaired.errors()).anyMatch(line -> line.startsWith("damaged-generation-1-"));
        assertThat(entries(gallery)).anyMatch(name -> name.startsWith("damaged-generation-1-"));
        assertThat(likeness("people").status()).isZero();
        assertThat(likeness("gallery", "check").status()).isZero();
    }

    @Test
    void repair_damagedCalibration_isKeptAside() throws IOException {
        Files.writeString(gallery.resolve("calibration.json"), "{\"version\":");

        Result refused = likeness("gallery", "info");
        Result checked = likeness("gallery", "check");
        Result repaired = likeness("gallery", "check", "--repair");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors().getFirst()).startsWith("likeness: gallery test is damaged: ");
        assertThat(checked.output()).anyMatch(line -> line.startsWith("calibration.json: a calibration must be JSON"));
        assertThat(repaired.status()).as("%s", repaired).isZero();
        assertThat(entries(gallery))
                .contains("generation-1")
                .doesNotContain("calibration.json")
                .anyMatch(name -> name.startsWith("damaged-calibration.json-"));
        assertThat(likeness("gallery", "info").status()).isZero();
    }

    @Test
    void repair_damagedTags_areKeptAside() throws IOException {
        Files.writeString(gallery.resolve("tags.json"), "{\"team\":5}");

        Result checked = likeness("gallery", "check");
        Result repaired = likeness("gallery", "check", "--repair");

        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.output())
                .anyMatch(line -> line.startsWith("tags.json: its text is no JSON of texts by keys; repair keeps"));
        assertThat(repaired.status()).as("%s", repaired).isZero();
        assertThat(entries(gallery))
                .doesNotContain("tags.json")
                .anyMatch(name -> name.startsWith("damaged-tags.json-"));
    }

    @Test
    void check_withoutTheModel_isSoundWithANote() throws IOException {
        try (Stream<Path> models = Files.list(folder.resolve("models"))) {
            for (Path model : models.toList()) {
                Files.delete(model);
            }
        }

        Result checked = likeness("gallery", "check");

        assertThat(checked.status()).isZero();
        assertThat(checked.errors()).anyMatch(line -> line.startsWith("the gallery's model colours cannot be used: "));
    }

    private Path largest(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(gallery)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(suffix))
                    .sorted((one, other) ->
                            Long.compare(other.toFile().length(), one.toFile().length()))
                    .toList();
            return found.getFirst();
        }
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private Result likeness(String... arguments) {
        return Shell.run(Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--gallery=test",
                                "--index=" + folder.resolve("index"),
                                "--models=" + folder.resolve("models")))
                .toArray(String[]::new));
    }
}
