package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.onnx.RandomWeights;
import dev.likeness.onnx.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An import that is killed leaves no half of a model, and the next one finishes.
@Tag("acceptance")
class KilledImportTest {
    private static final int KILLS = 4;
    private static final long SEED = 6;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("kills at random moments of the work (seed 6), then a last run: a model there is always whole")
    void import_killed_leavesAWholeModelOrNone() throws Exception {
        Path checkpoint = CheckpointWriter.of(
                        "", RandomWeights.iResNet(1, List.of(2, 2, 2, 2), new int[] {64, 128, 256, 512}, 512))
                .zip(folder.resolve("r18.pth"));
        Path models = Files.createDirectory(folder.resolve("models"));
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = run(checkpoint, models);
            while (process.isAlive() && leftOvers(models) == kill) {
                Thread.sleep(5);
            }
            // what is killed here is in the middle of it: writing, trying, or moving the files
            process.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            assertWholeOrAbsent(models);
            if (leftOvers(models) == kill) {
                break;
            }
        }
        assertThat(leftOvers(models)).as("kills in the middle of an import").isPositive();

        Process last = run(checkpoint, models);
        last.waitFor();
        assertThat(Files.readString(folder.resolve("output.txt")))
                .containsAnyOf("detected    iresnet18", "an import must not overwrite a file");
        ModelCatalog catalog = ModelCatalog.of(List.of(models));
        assertThat(catalog.weights(catalog.manifest("r18"))).asString().endsWith("r18.onnx");
    }

    /// Whoever reads the directory at that moment gets a model with the right hash, or does not see any.
    private static void assertWholeOrAbsent(Path models) {
        ModelCatalog catalog = ModelCatalog.of(List.of(models));
        for (ModelManifest manifest : catalog.manifests()) {
            if (manifest.id().equals("r18")) {
                assertThat(catalog.weights(manifest)).asString().endsWith("r18.onnx");
            }
        }
    }

    private static long leftOvers(Path models) throws IOException {
        try (Stream<Path> entries = Files.list(models)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(".import-"))
                    .count();
        }
    }

    private Process run(Path checkpoint, Path models) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.likeness.cli.Likeness",
                "models",
                "import",
                checkpoint.toString(),
                "--models=" + models));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .redirectErrorStream(true)
                .start();
    }
}
