package dev.likeness.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import dev.likeness.inference.runtime.Device;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    @TempDir
    private Path folder;

    @Test
    void read_nothingAskedFor_isTheDefaults() throws IOException {
        assertThat(read("", Map.of(), Map.of()))
                .isEqualTo(Configuration.defaults().in(DataFolder.find(Map.of())));
    }

    @Test
    void read_fileThenEnvironmentThenFlag_theLaterWins() throws IOException {
        String yaml = "models: {embedder: of-file, detector: of-file}\ndetection: {longSide: 640}";
        Map<String, String> environment = Map.of("LIKENESS_EMBEDDER", "of-env", "LIKENESS_DETECTOR", "of-env");
        Map<String, Setting> flags = Map.of("models.embedder", new Setting("of-flag", "--embedder"));

        Configuration configuration = read(yaml, environment, flags);

        assertThat(configuration.detection().longSide()).isEqualTo(640);
        assertThat(configuration.models().detector()).isEqualTo("of-env");
        assertThat(configuration.models().embedder()).isEqualTo("of-flag");
    }

    @Test
    void read_unitsListsAndDevices_areUnderstood() throws IOException {
        String yaml = """
            models: {directories: [a, b]}
            image: {maxPixels: 50_000_000, converterTimeout: 1500ms}
            inference: {device: "cuda:1", gpuMemoryLimit: 512MB}
            ingest: {commitInterval: 2m}
            """;

        Configuration configuration = read(yaml, Map.of(), Map.of());

        assertThat(configuration.models().directories()).containsExactly(Path.of("a"), Path.of("b"));
        assertThat(configuration.image().maxPixels()).isEqualTo(50_000_000);
        assertThat(configuration.image().converterTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(configuration.inference().device()).isEqualTo(Device.parse("cuda:1"));
        assertThat(configuration.inference().gpuMemoryLimitBytes()).isEqualTo(512L << 20);
        assertThat(configuration.ingest().commitInterval()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void read_modelDirectoriesOfTheEnvironment_areSplitAtThePathSeparator() throws IOException {
        Configuration configuration =
                read("", Map.of("LIKENESS_MODELS", "here" + File.pathSeparator + "there"), Map.of());

        assertThat(configuration.models().directories()).containsExactly(Path.of("here"), Path.of("there"));
    }

    @Test
    void read_manyProblems_tellsAllAtOnceWithOriginKeyRuleAndValue() throws IOException {
        String yaml = """
            detection: {minScore: 7, longSide: wide}
            ingest: {commitInterval: 30, commitPhotos: 0}
            serch: {k: 3}
            image: {maxPixel: 5}
            """;
        Map<String, Setting> flags = Map.of("inference.device", new Setting("gpu", "--device"));
        Path file = folder.resolve("likeness.yaml");

        assertThatThrownBy(() -> read(yaml, Map.of("LIKENESS_INGEST_WORKERS", "many"), flags))
                .isInstanceOf(LikenessException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(8)
                        .contains(
                                file + ": detection.longSide: must be a whole number, got: wide",
                                file
                                        + ": ingest.commitInterval: must be a duration with its unit (ms, s, m, h),"
                                        + " e.g. 30s, got: 30",
                                file + ": ingest.commitPhotos: commitPhotos must be at least 1, got: 0",
                                file + ": serch.k: no such key, got: 3",
                                file + ": image.maxPixel: no such key, got: 5",
                                "environment LIKENESS_INGEST_WORKERS: ingest.workers: must be a whole number, got:"
                                        + " many")
                        .anyMatch(line -> line.startsWith("--device: inference.device: ") && line.endsWith("gpu"))
                        .anyMatch(line ->
                                line.startsWith(file + ": detection.minScore: minScore ") && line.endsWith("7.0")));
    }

    @Test
    void read_addressWithAPassword_isReportedWithoutIt() {
        String yaml = """
            duplicates: {webhok: "https://ada:secret@alerts.example/a"}
            tracing: {endpoint: "https://ada:secret@traces.example"}
            log: {format: "https://ada:secret@logs.example"}
            """;

        assertThatThrownBy(() -> read(yaml, Map.of(), Map.of()))
                .hasMessageContainingAll(
                        "no such key, got: https://***@alerts.example/a",
                        "without user and fragment, got: https://***@traces.example",
                        "must be one of text, json, got: https://***@logs.example")
                .hasMessageNotContaining("secret");
    }

    @Test
    void read_namedFileIsMissing_saysSo() {
        Path missing = folder.resolve("nowhere.yaml");

        assertThatThrownBy(() -> ConfigurationReader.read(missing, Map.of(), Map.of()))
                .hasMessage("configuration file not found: " + missing);
    }

    @Test
    void read_notYaml_namesTheFile() {
        assertThatThrownBy(() -> read("models: [", Map.of(), Map.of()))
                .hasMessageStartingWith(folder.resolve("likeness.yaml") + ": must be YAML, got: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a: [b, {c: d}]\n"})
    void read_hugeOrDeepYaml_isRefusedAtOnce(String part) {
        long start = System.nanoTime();

        assertThatThrownBy(() -> read(part.repeat(500_000), Map.of(), Map.of()))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("likeness.yaml");
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    private Configuration read(String yaml, Map<String, String> environment, Map<String, Setting> flags)
            throws IOException {
        Path file = Files.writeString(folder.resolve("likeness.yaml"), yaml);
        return ConfigurationReader.read(file, environment, flags);
    }
}
