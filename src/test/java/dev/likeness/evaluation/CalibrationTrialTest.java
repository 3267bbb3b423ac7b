package dev.likeness.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.calibration.Calibration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The road from labelled faces to a calibration and to its verdict, on people made by hand.
class CalibrationTrialTest {
    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    private Path directory;

    private Path fitted(boolean cosineOnly) {
        Path file = directory.resolve(cosineOnly ? "cosine.json" : "quality.json");
        new CalibrationFit(new HandMadeFaces(4).pairs(300, 3), 1, 5_000, 20_000)
                .write(file, SHA256, "by hand", cosineOnly);
        return file;
    }

    @Test
    void draw_isHalfDegradedAndHalfCloseToTheThreshold() {
        CalibrationTrial trial = CalibrationTrial.draw(new HandMadeFaces(5).people(60, 8, 3), 2_000, 3, 1);

        assertThat(trial.pairs()).hasSize(2_000);
        assertThat(trial.pairs().stream().filter(CalibrationTrial.Pair::degraded))
                .hasSize(1_000);
        assertThat(trial.pairs().stream().filter(pair -> Math.abs(pair.cosine() - trial.threshold()) <= .15))
                .hasSizeGreaterThanOrEqualTo(1_000);
    }

    @Test
    void draw_moreThanThePhotosGive_isRefused() {
        assertThatThrownBy(() -> CalibrationTrial.draw(new HandMadeFaces(5).people(10, 3, 1), 100_000, 1, 1))
                .hasMessageStartingWith("the photos must give ");
    }

    @Test
    void judge_calibrationOfOtherPeople_isTrueAndBeatsTheCosineAlone() {
        Path quality = fitted(false);
        Path cosine = fitted(true);
        CalibrationTrial trial = CalibrationTrial.draw(new HandMadeFaces(6).people(80, 8, 3), 4_000, 3, 1);

        CalibrationReport report = trial.judge(SHA256, quality, cosine, 0, new Bootstrap(100, 1));

        assertThat(Calibration.read(quality).faces().model().kind()).isNotEqualTo("isotonic");
        assertThat(Calibration.read(cosine).faces().model().kind()).isEqualTo("isotonic");
        assertThat(report.calibrationError().estimate()).isLessThan(.05);
        assertThat(report.comparisons().getFirst().logLoss().high()).isNegative();
    }

    @Test
    void judge_labelNoise_pullsTheImpossibleUp() {
        Path quality = fitted(false);
        CalibrationTrial trial = CalibrationTrial.draw(new HandMadeFaces(6).people(80, 8, 3), 2_000, 3, 1);

        CalibrationReport trusting = trial.judge(SHA256, quality, null, 0, new Bootstrap(100, 1));
        CalibrationReport doubting = trial.judge(SHA256, quality, null, .1, new Bootstrap(100, 1));

        // A pair that cannot be mated is called so with η / (1 + η), and η = 1 − 0.9² = 0.19.
        assertThat(trusting.bins().getFirst().meanProbability()).isLessThan(.02);
        assertThat(doubting.bins().getFirst().meanProbability()).isBetween(.19 / 1.19 - 1e-9, .19 / 1.19 + .01);
    }

    @Test
    void judge_modelWithoutCalibration_isRefused() {
        CalibrationTrial trial = CalibrationTrial.draw(new HandMadeFaces(6).people(40, 6, 2), 400, 2, 1);

        assertThatThrownBy(() -> trial.judge(SHA256, null, null, 0, new Bootstrap(100, 1)))
                .hasMessage("a calibration must come with the model, got none for: " + SHA256);
    }
}
