package dev.likeness.evaluation.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandmarkEvaluationTest {
    private static final InvalidInputPolicy FAIL_FAST = InvalidInputPolicy.failFast();

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "likeness-detect beside yunet on a few labelled photos of two albums and a copy: same faces, other eyes")
    void run_onLabelledPhotosAndPairs_comparesTheSameFaces() throws IOException {
        Path photos = TestData.require("photos");
        List<String> lines = Files.readAllLines(photos.resolve("labels.csv")).subList(1, 13);
        String first = lines.getFirst();
        Path copy = Files.copy(photos.resolve(name(lines, 0)), folder.resolve("copy.jpg"));
        StringBuilder text = new StringBuilder("photo,person\n");
        lines.forEach(line -> text.append(photos.toAbsolutePath().resolve(line)).append('\n'));
        text.append(copy).append(first.substring(first.lastIndexOf(','))).append('\n');
        PhotoLabels labels = PhotoLabels.read(Files.writeString(folder.resolve("labels.csv"), text), null, FAIL_FAST);
        Path pairs = Files.writeString(
                folder.resolve("pairs.txt"),
                "%s %s 1\n%s %s 0\n".formatted(name(lines, 0), name(lines, 0), name(lines, 0), name(lines, 1)));

        LandmarkReport report = new LandmarkEvaluation(
                        List.of("likeness-detect", "yunet"), new LandmarkEvaluation.Pairs(photos, pairs), labels)
                .run(
                        ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                                .engine(),
                        FAIL_FAST,
                        _ -> {},
                        Progress.none());

        LandmarkReport.Row ours = report.detectors().getFirst();
        LandmarkReport.Row theirs = report.detectors().getLast();
        assertThat(ours.detector()).isEqualTo("likeness-detect");
        assertThat(Objects.requireNonNull(ours.clustering()).faces())
                .isEqualTo(Objects.requireNonNull(theirs.clustering()).faces())
                .isBetween(8L, 12L);
        assertThat(Objects.requireNonNull(ours.verification()).pairs()).isEqualTo(2);
        assertThat(ours.verification().accuracy().text(2)).startsWith("too few");
        assertThat(report.eyes()).singleElement().satisfies(eyes -> {
            assertThat(eyes.n()).isEqualTo(report.common());
            assertThat(eyes.median()).isBetween(.001, .2);
        });
    }

    @Test
    void new_withoutTwoDetectorsOrPictures_isRefused() {
        assertThatThrownBy(() -> new LandmarkEvaluation(List.of("yunet", "yunet"), null, null))
                .hasMessage("landmarks are compared between at least two different detectors, got: yunet, yunet");
        assertThatThrownBy(() -> new LandmarkEvaluation(List.of("yunet", "other"), null, null))
                .hasMessage("landmarks are evaluated by pairs, by labelled photos, or by both, got neither");
    }

    @Test
    void difference_ofEyesATenthFurther_isATenth() {
        Landmarks one = eyes(0, 10);
        Landmarks other = eyes(1, 11);

        assertThat(EyeDifferences.difference(one, other)).isCloseTo(.1, within(1e-6));
        assertThat(EyeDifferences.difference(one, one)).isZero();
    }

    @Test
    void error_ofThreeIndependentDetectors_isFoundFromTheirDifferences() {
        // Errors of 3, 4 and 12: differences of 5, sqrt(153) and sqrt(160).
        assertThat(EyeDifferences.error(5, Math.sqrt(153), Math.sqrt(160))).hasValueCloseTo(3.0, within(1e-9));
        assertThat(EyeDifferences.error(5, Math.sqrt(160), Math.sqrt(153))).hasValueCloseTo(4.0, within(1e-9));
        assertThat(EyeDifferences.error(1, 1, 2)).isEmpty();
    }

    private static String name(List<String> lines, int line) {
        String label = lines.get(line);
        return label.substring(0, label.lastIndexOf(','));
    }

    private static Landmarks eyes(float left, float right) {
        Point mouth = new Point(5, 10);
        return new Landmarks(new Point(left, 0), new Point(right, 0), mouth, mouth, mouth);
    }
}
