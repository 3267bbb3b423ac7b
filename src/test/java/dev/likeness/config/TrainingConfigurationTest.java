package dev.likeness.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.training.detector.DetectorTraining;
import dev.likeness.training.embedder.Architecture;
import dev.likeness.training.embedder.EmbedderTraining;
import dev.likeness.training.embedder.LossOptions;
import dev.likeness.training.run.ScheduleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingConfigurationTest {
    @TempDir
    private Path folder;

    @Test
    void read_theDocumentedFile_isTheDefaultsButForTheData() {
        EmbedderTraining training = readEmbedderTraining(Path.of("config", "train-embedder.yaml"), Map.of());
        EmbedderTraining defaults = EmbedderTraining.defaults();

        assertThat(training.data().labelled()).containsExactly(Path.of("training/faces.tar.xz"));
        assertThat(training.backbone()).isEqualTo(defaults.backbone());
        assertThat(training.loss()).isEqualTo(LossOptions.magFace());
        assertThat(training.schedule()).isEqualTo(defaults.schedule());
        assertThat(training.augmentation()).isEqualTo(defaults.augmentation());
        assertThat(training.distillation()).isEqualTo(defaults.distillation());
        assertThat(training.evaluation()).isEqualTo(defaults.evaluation());
        assertThat(training.run()).isEqualTo(defaults.run());
    }

    @Test
    void read_theDetectorsDocumentedFile_isTheDefaultsButForThePhotos() {
        DetectorTraining training = readDetectorTraining(Path.of("config", "train-detector.yaml"));
        DetectorTraining defaults = DetectorTraining.defaults();

        assertThat(training.data().photos()).containsExactly(Path.of("photos"));
        assertThat(training.data().teacher()).isEqualTo(defaults.data().teacher());
        assertThat(training.data().minTeacherScore()).isEqualTo(defaults.data().minTeacherScore());
        assertThat(training.data().holdout()).isEqualTo(defaults.data().holdout());
        assertThat(training.data().maxPhotoSide()).isEqualTo(defaults.data().maxPhotoSide());
        assertThat(training.network()).isEqualTo(defaults.network());
        assertThat(training.samples()).isEqualTo(defaults.samples());
        assertThat(training.loss()).isEqualTo(defaults.loss());
        assertThat(training.schedule()).isEqualTo(defaults.schedule());
        assertThat(training.run()).isEqualTo(defaults.run());
    }

    @Test
    void read_aDetectorsProblems_tellsAllAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("train.yaml"), """
                data: {minTeacherScore: 0, holdoutShare: 1}
                samples: {side: 100, mosaic: 0.7, faceRows: 0.6}
                network: {width: 1}
                """);

        assertThatThrownBy(() -> readDetectorTraining(file))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactlyInAnyOrder(
                                file
                                        + ": data.minTeacherScore: minTeacherScore must be above 0 and at most 1, got: 0.0",
                                file + ": data.holdoutShare: holdoutShare must be at least 0 and below 1, got: 1.0",
                                file + ": samples.side: side must be a multiple of 32 between 64 and 1024, got: 100",
                                file + ": samples.faceRows: mosaic and faceRows must together be at most 1, got: 1.1",
                                file + ": network.width: width must be between 2 and 64, got: 1"));
    }

    @Test
    void read_arcFace_whoseValuesHoldOnlyTogether_isTaken() throws IOException {
        EmbedderTraining training = read("""
                loss: {lambda: 0, lowerMargin: 0.5, upperMargin: 0.5}
                backbone: {architecture: iresnet50, width: 64}
                schedule: {decay: cosine, milestones: [3, 5]}
                run: {warmStart: before/weights.safetensors}
                """, Map.of("run.seed", new Setting("9", "--set")));

        assertThat(training.loss()).isEqualTo(LossOptions.arcFace());
        assertThat(training.backbone().architecture()).isEqualTo(Architecture.IRESNET50);
        assertThat(training.schedule().decay()).isEqualTo(ScheduleOptions.Decay.COSINE);
        assertThat(training.schedule().milestones()).isEqualTo(List.of(3, 5));
        assertThat(training.run().warmStart()).contains(Path.of("before/weights.safetensors"));
        assertThat(training.run().seed()).isEqualTo(9);
    }

    @Test
    void read_manyProblems_tellsAllAtOnce() {
        Path file = folder.resolve("train.yaml");

        assertThatThrownBy(() -> read("""
                        loss: {lambda: 20, scale: -1}
                        schedule: {batchSize: 1, epoch: 3}
                        data: {unlabelled: [faces]}
                        """, Map.of("run.sead", new Setting("9", "--set"))))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactlyInAnyOrder(
                                file + ": schedule.epoch: no such key, got: 3",
                                "--set: run.sead: no such key, got: 9",
                                file
                                        + ": loss.lambda: lambda must be at least 22.587, or the magnitude has no optimum (s·K·u_a²·l_a² / (u_a² − l_a²)), got: 20.0",
                                file + ": loss.scale: scale must be above 0, got: -1.0",
                                file + ": schedule.batchSize: batchSize must be at least 2, got: 1",
                                "data.unlabelled needs distillation.teachers, got none for: [faces]"));
    }

    private EmbedderTraining read(String yaml, Map<String, Setting> flags) throws IOException {
        Path file = Files.writeString(folder.resolve("train.yaml"), yaml);
        return readEmbedderTraining(file, flags);
    }

    private static EmbedderTraining readEmbedderTraining(Path file, Map<String, Setting> flags) {
        return ConfigurationReader.readTraining(
                EmbedderTraining.class, EmbedderTraining.defaults(), file, Map.of(), flags);
    }

    private static DetectorTraining readDetectorTraining(Path file) {
        return ConfigurationReader.readTraining(
                DetectorTraining.class, DetectorTraining.defaults(), file, Map.of(), Map.of());
    }
}
