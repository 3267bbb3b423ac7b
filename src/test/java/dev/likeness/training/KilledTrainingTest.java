package dev.likeness.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as a shell runs it: killed in the middle of epochs, started again, and the curve is
/// that of a run which was left in peace.
class KilledTrainingTest {
    private static final int STEPS = 24;
    private static final List<Integer> KILLED_AFTER = List.of(5, 14);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("killed after steps 5 and 14 of 24 (4 an epoch, saved every 3): the curve and the model are the same")
    void train_killedTwice_endsAsIfNeverKilled() throws Exception {
        Natives.require();
        SyntheticFaces.folder(folder.resolve("faces"), 8, 8);
        Path config = folder.resolve("train.yaml");
        Files.writeString(config, """
                data: {labelled: [%s]}
                backbone: {width: 4, dimension: 16}
                loss: {scale: 16, lowerMagnitude: 1, upperMagnitude: 20, lowerMargin: 0.1, upperMargin: 0.3, lambda: 1}
                schedule: {epochs: 6, batchSize: 16, learningRate: 0.05, decay: cosine}
                augmentation: {shift: 2, degrade: 0.3}
                run: {id: synthetic, device: cpu, threads: 1, workers: 2, checkpointSteps: 3}
                """.formatted(folder.resolve("faces")));

        Path killed = folder.resolve("killed");
        for (int steps : KILLED_AFTER) {
            Process process = train(config, killed);
            while (lines(killed).size() <= steps && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            process.destroyForcibly().waitFor();
            assertThat(killed.resolve("card.md")).doesNotExist();
        }
        assertThat(train(config, killed).waitFor()).isZero();
        Path unbroken = folder.resolve("unbroken");
        assertThat(train(config, unbroken).waitFor()).isZero();

        assertThat(Files.readString(folder.resolve("killed.txt"))).contains("going on after step ");
        assertThat(figures(killed)).hasSize(1 + STEPS).isEqualTo(figures(unbroken));
        assertThat(killed.resolve("synthetic.onnx")).hasSameBinaryContentAs(unbroken.resolve("synthetic.onnx"));
        assertThat(Files.readString(killed.resolve("card.md")))
                .contains("Trained by Likeness to the end of its schedule.", "64 pictures of 8 labelled identities")
                .contains("Seed 1.", "loss.scale: 16.0", "| epoch | learning rate |");
        assertThat(Files.readString(killed.resolve("curve.html"))).contains("<svg");
    }

    private Process train(Path config, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.likeness.cli.Likeness",
                        "train",
                        "embedder",
                        "--config=" + config,
                        "--set=run.directory=" + directory)
                .redirectOutput(folder.resolve(directory.getFileName() + ".txt").toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> lines(Path directory) throws IOException {
        Path curve = directory.resolve("curve.csv");
        return Files.exists(curve) ? Files.readAllLines(curve) : List.of();
    }

    /// The curve without its last column, which is the speed.
    private static List<String> figures(Path directory) throws IOException {
        return lines(directory).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }
}
