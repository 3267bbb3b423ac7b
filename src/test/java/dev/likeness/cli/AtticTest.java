package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.cli.Shell.Result;
import dev.likeness.engine.ingest.walk.FileOutcome;
import dev.likeness.image.Attic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A library as it really is, at the command line: every file is accounted for, and a second run changes
/// nothing.
@DisabledOnOs(OS.WINDOWS)
class AtticTest {
    @TempDir
    private Path folder;

    private Result likeness(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--gallery=attic", "--index=" + folder.resolve("index"), "--models=" + folder.resolve("models")));
        return Shell.run(all.toArray(String[]::new));
    }

    private JsonNode ingest(String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "ingest",
                folder.resolve("a").toString(),
                "--json",
                "--detector=" + SquareModels.DETECTOR,
                "--embedder=" + SquareModels.EMBEDDER,
                "--device=cpu"));
        arguments.addAll(List.of(further));
        Result result = likeness(arguments.toArray(String[]::new));
        assertThat(result.status()).as("%s", result).isZero();
        return JsonMapper.shared().readTree(String.join("\n", result.output()));
    }

    private static Map<String, Integer> outcomes(JsonNode summary) {
        Map<String, Integer> outcomes = new TreeMap<>();
        summary.path("fileCounts")
                .path("outcomes")
                .properties()
                .forEach(one -> outcomes.put(one.getKey(), one.getValue().asInt()));
        return outcomes;
    }

    private static Map<String, Integer> codes(Map<FileOutcome, Integer> expected) {
        Map<String, Integer> codes = new TreeMap<>();
        expected.forEach((outcome, count) -> codes.put(outcome.code(), count));
        return codes;
    }

    private List<String> gallery() {
        return likeness("export", "--vectors").output().stream()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void ingest_ofTheAttic_accountsForEveryFileAndThenChangesNothing() throws IOException, InterruptedException {
        SquareModels.in(folder.resolve("models"));
        Attic attic = Attic.in(folder.resolve("a"));
        assertThat(attic.files()).isGreaterThanOrEqualTo(120);

        JsonNode summary = ingest();

        Map<String, Integer> outcomes = outcomes(summary);
        System.out.printf("attic: %d files: %s%n", attic.files(), outcomes);
        assertThat(outcomes)
                .as("%s", summary.path("unreadable").toPrettyString())
                .isEqualTo(codes(attic.expected()));
        assertThat(summary.path("fileCounts").path("found").asInt()).isEqualTo(attic.files());
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(attic.files());
        assertThat(sum(summary.path("leftOut"), "count")).isEqualTo(outcomes.get("left-out"));
        assertThat(sum(summary.path("notRead"), "files")).isEqualTo(outcomes.get("not-read"));

        List<String> before = gallery();
        JsonNode again = ingest();

        Map<String, Integer> known = outcomes(again);
        assertThat(known).doesNotContainKeys("added", "without-face", "replaced", "renewed", "copy");
        assertThat(known.get("known"))
                .isEqualTo(Stream.of("added", "without-face", "copy")
                        .mapToInt(outcome -> outcomes.getOrDefault(outcome, 0))
                        .sum());
        assertThat(again.path("fileCounts").path("found").asInt()).isEqualTo(attic.files());
        assertThat(again.path("kept").asInt() + again.path("vanished").size()).isZero();
        assertThat(gallery()).isEqualTo(before);
    }

    @Test
    void ingest_ofFilesOfOneShot_keepsThemWithTheirPhoto() throws IOException {
        SquareModels.in(folder.resolve("models"));
        Path photos = Files.createDirectories(folder.resolve("a"));
        Path photo = Files.write(photos.resolve("IMG_1.jpg"), SquareModels.photo(1, 1));
        Path raw = Files.writeString(photos.resolve("IMG_1.CR2"), "raw");
        ingest();
        assertThat(show(photo)).contains("path   " + photo, "same   " + raw + " (the same shot)");

        Path video = Files.writeString(photos.resolve("IMG_1.mov"), "video");
        ingest();
        assertThat(show(photo)).contains("same   " + raw + " (the same shot)", "same   " + video + " (the same shot)");
        assertThat(likeness("ingest", photo.toString(), "--detector=white-squares", "--embedder=colours")
                        .status())
                .isZero();
        assertThat(show(photo)).contains("same   " + video + " (the same shot)");

        Path moved = Files.createDirectory(photos.resolve("moved"));
        for (Path file : List.of(photo, raw, video)) {
            Files.move(file, moved.resolve(file.getFileName()));
        }
        assertThat(ingest("--prune=all").path("companions").asInt()).isEqualTo(2);
        assertThat(show(moved.resolve("IMG_1.jpg")))
                .filteredOn(line -> line.startsWith("same"))
                .containsExactly(
                        "same   " + moved.resolve("IMG_1.CR2") + " (the same shot)",
                        "same   " + moved.resolve("IMG_1.mov") + " (the same shot)");

        Files.delete(moved.resolve("IMG_1.mov"));
        ingest();
        assertThat(show(moved.resolve("IMG_1.jpg")))
                .filteredOn(line -> line.startsWith("same"))
                .hasSize(1);
    }

    private List<String> show(Path photo) {
        return likeness("show", photo.toString()).output();
    }

    private static int sum(JsonNode list, String key) {
        int sum = 0;
        for (JsonNode one : list) {
            sum += one.path(key).asInt();
        }
        return sum;
    }
}
