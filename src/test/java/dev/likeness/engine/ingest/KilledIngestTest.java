package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was committed survives `kill -9`, and running again finishes the job.
class KilledIngestTest {
    private static final int KILLS = 5;
    private static final long SEED = 5;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("five kills at random moments (seed 5), then a last run: the gallery equals one made in a single run")
    void ingest_killedFiveTimes_endsAsIfNeverKilled() throws Exception {
        Path album = TestData.require("photos/album-02");
        Path interrupted = folder.resolve("interrupted");
        Random random = new Random(SEED);
        Set<String> committed = new TreeSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = ingest(album, interrupted);
            boolean ended = process.waitFor(1_500 + random.nextInt(2_500), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            if (!ended) {
                Set<String> kept = faces(interrupted);
                assertThat(kept).containsAll(committed);
                committed.addAll(kept);
            }
        }

        assertThat(ingest(album, interrupted).waitFor()).isZero();
        assertThat(ingest(album, folder.resolve("once")).waitFor()).isZero();

        List<String> afterKills = lines(interrupted);
        assertThat(afterKills)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(lines(folder.resolve("once")));
        assertThat(faces(interrupted)).containsAll(committed);
    }

    /// Ingest as a process of its own, committing often.
    private Process ingest(Path photos, Path index) throws IOException {
        Path config = folder.resolve("often.yaml");
        Files.writeString(config, "ingest: {commitPhotos: 5, commitInterval: 1s}\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.likeness.cli.Likeness",
                "ingest",
                photos.toString(),
                "--gallery=test",
                "--index=" + index,
                "--config=" + config,
                "--models=" + TestData.require("models")));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().putAll(ReferenceModels.ENVIRONMENT);
        return process.redirectOutput(folder.resolve("output.txt").toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static Set<String> faces(Path index) {
        Set<String> ids = new TreeSet<>();
        if (Files.exists(index.resolve("test"))) {
            try (Engine engine = EngineFixture.open(index)) {
                if (engine.galleries().list().galleries().isEmpty()) {
                    return ids;
                }
                EngineFixture.export(engine, false).forEach(face -> ids.add(face.face()));
            }
        }
        return ids;
    }

    /// Every face with all that is known of it; magnitudes to three digits, since batches differ in the last bits.
    private static List<String> lines(Path index) {
        try (Engine engine = EngineFixture.open(index)) {
            return EngineFixture.export(engine, false).stream()
                    .map(face -> "%s %s %s %.3f %.2f"
                            .formatted(face.face(), face.photo(), face.box(), face.score(), face.magnitude()))
                    .toList();
        }
    }
}
