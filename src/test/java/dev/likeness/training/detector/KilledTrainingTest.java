package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.inference.runtime.Device;
import dev.likeness.training.embedder.SyntheticFaceSet;
import dev.likeness.training.run.Export;
import dev.likeness.training.run.RunOptions;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.PyTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        SyntheticFaceSet.folder(folder.resolve("faces"), 8, 8);
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
        Path unbroken = folder.resolve("unbroken");
        killTwice(killed, "embedder", "--config=" + config);
        assertThat(train(unbroken, "embedder", "--config=" + config).waitFor()).isZero();

        requireTheSame(killed, unbroken);
        assertThat(Files.readString(killed.resolve("card.md")))
                .contains("Trained by Likeness to the end of its schedule.", "64 pictures of 8 labelled identities")
                .contains("Seed 1.", "loss.scale: 16.0", "| epoch | learning rate |");
        assertThat(Files.readString(killed.resolve("curve.html"))).contains("<svg");
    }

    @Test
    @DisplayName("a detector killed after steps 5 and 14 of 24 (4 an epoch, saved every 3): the same")
    void trainDetector_killedTwice_endsAsIfNeverKilled() throws Exception {
        Natives.require();
        Path photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < 16; i++) {
            Files.write(
                    photos.resolve(i + ".jpg"),
                    MadeUpFaces.photo(i, 96, 80).picture().toJpeg(95));
        }
        // A teacher that is there, and need not be asked, for what it said is.
        FakeTeacher said = new FakeTeacher("said", _ -> List.of(MadeUpFaces.detection(20, 20, 40, 40)));
        DetectorTraining standard = DetectorTraining.defaults();
        PyramidNetwork network = new PyramidNetwork(new DetectorNetworkOptions(2));
        Path models = Files.createDirectories(folder.resolve("models"));
        RunOptions named = new RunOptions(
                models,
                "teacher",
                1,
                new Device.Cpu(),
                1,
                1,
                Arithmetic.FLOAT32,
                1,
                Optional.empty(),
                standard.run().precision(),
                "none");
        Export teacher = DetectorTrainer.export(
                network.graph(
                        network.initial(1, PyTorch.device(new Device.Cpu())).stateDict("teacher")),
                named,
                0);
        DetectorDataOptions data = new DetectorDataOptions(List.of(photos), "teacher", .7, 0, 1, 128);
        Path labels = folder.resolve("labels.txt");
        assertThat(TeacherLabels.open(data, said, labels, new RecordingListener<>())
                        .faces())
                .isEqualTo(16);
        Files.writeString(
                labels,
                Files.readString(labels).replace("teacher said from", "teacher %s from".formatted(teacher.sha256())));
        Path config = folder.resolve("train.yaml");
        Files.writeString(config, """
                data: {photos: [%s], teacher: teacher, holdoutShare: 0, maxPhotoSide: 128}
                network: {width: 4}
                samples: {side: 64, minFace: 8}
                schedule: {epochs: 6, batchSize: 4, learningRate: 0.005, warmUpEpochs: 0.5}
                run: {id: synthetic, device: cpu, threads: 1, workers: 2, checkpointSteps: 3}
                """.formatted(photos));
        Path killed = Files.createDirectories(folder.resolve("killed"));
        Path unbroken = Files.createDirectories(folder.resolve("unbroken"));
        Files.copy(labels, killed.resolve("labels.txt"));
        Files.copy(labels, unbroken.resolve("labels.txt"));

        killTwice(killed, "detector", "--config=" + config, "--models=" + models);
        assertThat(train(unbroken, "detector", "--config=" + config, "--models=" + models)
                        .waitFor())
                .isZero();

        requireTheSame(killed, unbroken);
        assertThat(Files.readString(killed.resolve("card.md")))
                .contains("Trained by Likeness to the end of its schedule.", "16 photos with 16 faces of score 0.7")
                .contains("Seed 1.", "loss.points: 20.0", "| epoch | learning rate |");
        assertThat(Files.readString(killed.resolve("curve.html"))).contains("<svg");
    }

    /// Runs a training to its end, but for being killed twice on the way.
    private void killTwice(Path directory, String... arguments) throws IOException, InterruptedException {
        for (int steps : KILLED_AFTER) {
            Process process = train(directory, arguments);
            while (lines(directory).size() <= steps && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            process.destroyForcibly().waitFor();
            assertThat(directory.resolve("card.md")).doesNotExist();
        }
        assertThat(train(directory, arguments).waitFor()).isZero();
    }

    private void requireTheSame(Path killed, Path unbroken) throws IOException {
        assertThat(Files.readString(folder.resolve("killed.txt"))).contains("going on after step ");
        assertThat(figures(killed)).hasSize(1 + STEPS).isEqualTo(figures(unbroken));
        assertThat(killed.resolve("synthetic.onnx")).hasSameBinaryContentAs(unbroken.resolve("synthetic.onnx"));
    }

    private Process train(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.likeness.cli.Likeness",
                "train"));
        command.addAll(List.of(arguments));
        command.add("--set=run.directory=" + directory);
        return new ProcessBuilder(command)
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
