package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Single steps with 1,000 faces; a whole run starts a process for each of 24.
class BenchScaleTest {
    @TempDir
    private Path folder;

    @Test
    void build_afterAnInterruption_addsWhatIsMissing() throws Exception {
        step("BUILD", 1000);
        // Another 1,000 faces: a copy of the gallery, as an interrupted run leaves it, and one block more.
        JsonNode twice = step("BUILD", 2000);
        JsonNode again = step("BUILD", 2000);

        assertThat(twice.at("/continued").booleanValue()).isFalse();
        assertThat(figure(twice, "faces added")).isEqualTo(1000);
        assertThat(again.at("/continued").booleanValue()).isTrue();
        assertThat(figure(again, "faces added")).isZero();
    }

    @Test
    void steps_ofAGallery_leaveTheirFigures() throws Exception {
        step("BUILD", 1000);

        JsonNode clustered = step("CLUSTER", 1000);
        JsonNode searched = step("SEARCH", 1000);
        JsonNode added = step("ADD", 1000);

        assertThat(figure(clustered, "BCubed F")).isGreaterThan(0.95);
        assertThat(figure(searched, "recall@10")).isEqualTo(1);
        assertThat(figure(added, "BCubed F")).isGreaterThan(0.95);
        assertThat(added.at("/cpuSeconds").doubleValue()).isPositive();
    }

    @Test
    void scale_withANumberOfFacesThatHasNoEighths_isRefused() {
        LikenessTest.Result result = LikenessTest.run("bench", "scale", "--folder=" + folder, "--faces=9000");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains("faces must be a positive multiple of 8000, got: 9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--folder", "--plots"})
    void scale_aFileForAFolder_isRefusedBeforeAnythingIsMeasured(String option) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path empty = folder.resolve("new");
        boolean isFolder = option.equals("--folder");

        LikenessTest.Result result = LikenessTest.run(
                "bench",
                "scale",
                "--folder=" + (isFolder ? file : empty),
                "--faces=8000",
                "--plots=" + (isFolder ? empty : file));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains(option + " must be a folder that can be written, got: " + file);
        assertThat(file).isEmptyFile();
        if (Files.exists(empty)) {
            assertThat(empty).isEmptyDirectory();
        }
    }

    @Test
    void build_anotherNumberOfFacesInTheSameFolder_hasGalleriesOfItsOwn() throws Exception {
        Path letter = Files.createDirectories(folder.resolve("unfinished-copy")).resolve("letter.txt");
        Files.writeString(letter, "not ours");
        step("BUILD", 1000);
        LikenessTest.Result other = LikenessTest.run(
                "bench", "scale", "--folder=" + folder, "--faces=16000", "--step=BUILD", "--size=2000");

        assertThat(other.status()).as(other.output() + other.errors()).isZero();
        JsonNode built = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("results").resolve("build-2000-of-16000.json")));
        assertThat(figure(built, "faces added")).isEqualTo(2000);
        assertThat(letter).hasContent("not ours");
    }

    private JsonNode step(String step, int size) throws Exception {
        LikenessTest.Result result = LikenessTest.run(
                "bench", "scale", "--folder=" + folder, "--faces=8000", "--step=" + step, "--size=" + size);
        assertThat(result.status()).as(result.output() + result.errors()).isZero();
        Path file = folder.resolve("results").resolve(step.toLowerCase(Locale.ROOT) + "-" + size + "-of-8000.json");
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private static double figure(JsonNode result, String name) {
        return result.at("/figures")
                .valueStream()
                .filter(figure -> figure.at("/name").stringValue().equals(name))
                .findFirst()
                .orElseThrow()
                .at("/value")
                .doubleValue();
    }
}
