package dev.likeness.evaluation.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.support.HoldoutPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorComparisonTest {
    @Test
    void run_emptyFolder_isNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> new DetectorEvaluation(
                                "yunet", List.of(), List.of(folder), new HoldoutPhotos(0, 1), 1, 1)
                        .run(
                                ConfigurationReader.read(null, Map.of(), Map.of())
                                        .engine(),
                                InvalidInputPolicy.failFast(),
                                _ -> {},
                                Progress.none()))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a detector is evaluated on photos, got none below: " + folder);
    }

    @Test
    void count_ofOneFoundOneMissedAndOneExtra_isAsWorkedOutByHand() {
        List<Detection> reference = List.of(face(0, 0, 100, .9f), face(200, 0, 100, .85f), face(400, 0, 100, .4f));
        // Ten pixels to the right: an IoU of 90/110, and every point a fifth of the eyes' distance off.
        List<Detection> detector = List.of(face(10, 0, 100, .8f), face(402, 0, 100, .7f), face(700, 0, 50, .7f));

        DetectorComparison.PhotoResult count = DetectorComparison.count(reference, detector);

        assertThat(count.expected()).isEqualTo(2);
        assertThat(count.distances())
                .singleElement()
                .satisfies(d -> assertThat(d).isCloseTo(.25, within(1e-5)));
        assertThat(count.faces()).isEqualTo(3);
        assertThat(count.extra()).isEqualTo(1);
    }

    @Test
    void count_ofASmallFace_doesNotWantItAndExcusesIt() {
        List<Detection> reference = List.of(face(0, 0, 39, .9f), face(100, 0, 40, .9f));

        DetectorComparison.PhotoResult count =
                DetectorComparison.count(reference, List.of(face(0, 0, 39, .9f), face(100, 0, 40, .9f)));

        assertThat(count.expected()).isEqualTo(1);
        assertThat(count.distances()).containsExactly(0.0);
        assertThat(count.extra()).isZero();
    }

    @Test
    void count_ofOneDetectionOverTwoFaces_findsOneOfThem() {
        List<Detection> reference = List.of(face(0, 0, 100, .9f), face(20, 0, 100, .9f));

        DetectorComparison.PhotoResult count = DetectorComparison.count(reference, List.of(face(15, 0, 100, .9f)));

        assertThat(count.distances()).hasSize(1);
        assertThat(count.distances().getFirst()).isCloseTo(.125, within(1e-5));
    }

    @Test
    @DisplayName("yunet beside itself, on the kept photos of one album: all found, nothing extra, no distance")
    void run_ofADetectorBesideItself_findsAll() {
        Path photos = TestData.require("photos").resolve("album-03");
        Configuration configuration = configuration();

        DetectorReport report = new DetectorEvaluation(
                        "yunet", List.of(), List.of(photos), new HoldoutPhotos(.3, 1), 1, 1)
                .run(configuration.engine(), InvalidInputPolicy.failFast(), _ -> {}, Progress.none());

        DetectorReport.AtScore at = report.scores().getFirst();
        assertThat(at.score()).isEqualTo(.6);
        assertThat(at.expected()).isGreaterThan(0).isEqualTo(at.found());
        assertThat(at.extra()).isZero();
        assertThat(report.photos()).isBetween(10, 100);
        if (at.distance().value().isPresent()) {
            assertThat(at.distance().value().getAsDouble()).isZero();
        }
    }

    @Test
    @DisplayName("yunet beside itself on groups/t1.jpg: six faces wanted and found, told for the photo")
    void run_onAGroup_tellsItsFaces() {
        Path photo = TestData.require("groups").resolve("t1.jpg");

        DetectorReport report = new DetectorEvaluation(
                        "yunet", List.of(.6, .9), List.of(photo), new HoldoutPhotos(0, 1), 1, 1)
                .run(configuration().engine(), InvalidInputPolicy.failFast(), _ -> {}, Progress.none());

        assertThat(report.counts()).containsExactly(new DetectorReport.PhotoCount("t1.jpg", 6, 6, 6, 0));
        assertThat(report.scores()).extracting(DetectorReport.AtScore::score).containsExactly(.6, .9);
        assertThat(report.scores().getFirst().recall().text(2)).startsWith("too few (6 < 30");
    }

    @Test
    @DisplayName("yunet beside itself at half the size: the six are where they are")
    void run_atAnotherScale_tellsHowFarADetectorAgreesWithItself() {
        Path photo = TestData.require("groups").resolve("t1.jpg");

        DetectorReport report = new DetectorEvaluation(
                        "yunet", List.of(), List.of(photo), new HoldoutPhotos(0, 1), 1, .5)
                .run(configuration().engine(), InvalidInputPolicy.failFast(), _ -> {}, Progress.none());

        DetectorReport.AtScore at = report.scores().getFirst();
        assertThat(at.expected()).isEqualTo(6);
        assertThat(at.found()).isEqualTo(6);
    }

    @Test
    @DisplayName("yunet beside itself on groups/t1.jpg and a copy: six faces, and no bar for a mere difference")
    void run_onACopy_countsItOnce(@TempDir Path folder) throws IOException {
        Path photo = TestData.require("groups").resolve("t1.jpg");
        Path copy = Files.copy(photo, folder.resolve("copy.jpg"));

        DetectorReport report = new DetectorEvaluation(
                        "yunet", List.of(), List.of(photo, copy), new HoldoutPhotos(0, 1), 1, 1)
                .run(configuration().engine(), InvalidInputPolicy.failFast(), _ -> {}, Progress.none());

        assertThat(report.copies()).isEqualTo(1);
        assertThat(report.scores().getFirst().expected()).isEqualTo(6);
        assertThat(((ReportPart.Table) report.parts().getFirst()).rows().get(2))
                .startsWith("0.60: difference of the landmarks")
                .endsWith("6", "-", "-");
    }

    private static Configuration configuration() {
        return ConfigurationReader.read(null, Map.of(), ReferenceModels.settings());
    }

    /// A square face whose eyes are 40 % of its side apart.
    private static Detection face(float left, float top, float side, float score) {
        return new Detection(
                new Box(left, top, left + side, top + side),
                new Landmarks(
                        new Point(left + .3f * side, top + .4f * side),
                        new Point(left + .7f * side, top + .4f * side),
                        new Point(left + .5f * side, top + .6f * side),
                        new Point(left + .35f * side, top + .8f * side),
                        new Point(left + .65f * side, top + .8f * side)),
                score);
    }
}
