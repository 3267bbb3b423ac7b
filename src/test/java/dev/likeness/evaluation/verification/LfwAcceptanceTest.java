package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.calibration.CalibrationEvaluation;
import dev.likeness.evaluation.calibration.CalibrationReport;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.quality.DegradedQualityReport;
import dev.likeness.evaluation.quality.RejectionMode;
import dev.likeness.evaluation.report.Bootstrap;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The real models on LFW and on people the calibration has not seen. Minutes, not seconds.
@Tag("acceptance")
class LfwAcceptanceTest {
    private static FaceReader reader() {
        EngineOptions options = ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                .engine();
        return FaceReader.open(options, FaceChoice.CENTRAL, _ -> {});
    }

    @Test
    void verification_ofLfw_reachesItsAccuracy() {
        Path images = TestData.require("lfw");
        try (FaceReader reader = reader()) {
            FacePairs faces = FacePairs.ofImages(
                    reader,
                    images,
                    images.resolve("pairsDevTrain.txt"),
                    0,
                    false,
                    InvalidInputPolicy.failFast(),
                    Progress.none());

            VerificationReport report = faces.verification(FacePairs.Protocol.SINGLE);

            assertThat(report.accuracy().value().orElseThrow()).isGreaterThanOrEqualTo(.988);
        }
    }

    @Test
    void quality_ofDegradedLfw_isTheMagnitudeMoreThanChanceOrTheDetector() {
        Path images = TestData.require("lfw");
        try (FaceReader reader = reader()) {
            FacePairs faces = FacePairs.ofImages(
                    reader,
                    images,
                    images.resolve("pairsDevTrain.txt"),
                    5,
                    true,
                    InvalidInputPolicy.failFast(),
                    Progress.none());

            DegradedQualityReport report = DegradedQualityReport.of(faces, new Bootstrap(300, 1));

            // Where the threshold is estimated anew, the last rejections leave too few impostor pairs for a full area.
            assertThat(report.degraded().differences())
                    .filteredOn(difference -> !difference.baseline().equals("sharpness"))
                    .filteredOn(difference -> difference.mode() == RejectionMode.FIXED_THRESHOLD)
                    .hasSize(4)
                    .allSatisfy(
                            difference -> assertThat(difference.area().high()).isNegative());
        }
    }

    @Test
    void builtInCalibration_onStrangers_isTrue() {
        Path labels = TestData.require("photos/labels.csv");
        InvalidInputPolicy skip = InvalidInputPolicy.skip();
        try (FaceReader reader = reader()) {
            CalibrationEvaluation trial = CalibrationEvaluation.draw(
                    reader,
                    PhotoLabels.read(labels, null, skip),
                    CalibrationEvaluation.Kind.FACES,
                    12_000,
                    3,
                    skip,
                    Progress.none());

            CalibrationReport report = trial.evaluate(reader.modelSha256(), null, null, 0, 60, new Bootstrap(200, 1));

            assertThat(report.calibrationError().estimate()).isLessThanOrEqualTo(.03);
        }
    }
}
