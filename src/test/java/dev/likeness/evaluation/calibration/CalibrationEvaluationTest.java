package dev.likeness.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.Calibration;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.HandMadeFaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The road from labelled faces to a calibration and to its verdict, on people made by hand.
class CalibrationEvaluationTest {
    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    private static Path directory;

    private static Path quality;
    private static Path cosine;

    @BeforeAll
    static void learn() {
        CalibrationFitter fit = new CalibrationFitter(new HandMadeFaces(4).pairs(150, 4, 2), 1, 3_000, 10_000);
        quality = directory.resolve("quality.json");
        cosine = directory.resolve("cosine.json");
        fit.write(quality, SHA256, "by hand", false);
        fit.write(cosine, SHA256, "by hand", true);
    }

    @Test
    void draw_isHalfDegradedAndHalfCloseToTheThreshold() {
        CalibrationEvaluation trial = CalibrationEvaluation.draw(
                CalibrationEvaluation.Kind.FACES, new HandMadeFaces(5).people(60, 8, 3), 2_000, 3, 1);

        assertThat(trial.pairs()).hasSize(2_000);
        assertThat(trial.pairs().stream().filter(CalibrationEvaluation.Pair::degraded))
                .hasSize(1_000);
        assertThat(trial.pairs().stream().filter(pair -> Math.abs(pair.cosine() - trial.threshold()) <= .15))
                .hasSizeGreaterThanOrEqualTo(1_000);
    }

    @Test
    void draw_moreThanThePhotosGive_isRefused() {
        assertThatThrownBy(() -> CalibrationEvaluation.draw(
                        CalibrationEvaluation.Kind.FACES, new HandMadeFaces(5).people(10, 3, 1), 100_000, 1, 1))
                .hasMessageStartingWith("the photos must give ");
    }

    @Test
    void judge_calibrationOfOtherPeople_isTrueAndBeatsTheCosineAlone() {
        CalibrationEvaluation trial = CalibrationEvaluation.draw(
                CalibrationEvaluation.Kind.FACES, new HandMadeFaces(6).people(80, 8, 3), 4_000, 3, 1);

        CalibrationReport report = trial.evaluate(SHA256, quality, cosine, 0, 20, new Bootstrap(100, 1));

        assertThat(Calibration.read(quality).faces().model().kind()).isNotEqualTo("isotonic");
        assertThat(Calibration.read(cosine).faces().model().kind()).isEqualTo("isotonic");
        assertThat(report.calibrationError().estimate()).isLessThan(.05);
        assertThat(report.comparisons().getFirst().logLoss().high()).isNegative();
    }

    @Test
    void judge_labelsKnownToBeWrong_explainsTheirShareOfTheError() {
        List<List<List<EvaluatedFace>>> people = new ArrayList<>(new HandMadeFaces(6).people(80, 8, 3));
        // Every person's first photo shows a stranger: one photo in eight.
        List<List<List<EvaluatedFace>>> strangers = new HandMadeFaces(7).people(80, 1, 3);
        for (int person = 0; person < people.size(); person++) {
            List<List<EvaluatedFace>> photos = new ArrayList<>(people.get(person));
            photos.set(0, strangers.get(person).getFirst());
            people.set(person, photos);
        }
        CalibrationEvaluation trial = CalibrationEvaluation.draw(CalibrationEvaluation.Kind.FACES, people, 2_000, 3, 1);

        CalibrationReport trusting = trial.evaluate(SHA256, quality, null, 0, 20, new Bootstrap(100, 1));
        CalibrationReport doubting = trial.evaluate(SHA256, quality, null, .125, 20, new Bootstrap(100, 1));

        CalibrationReport.WrongLabels wrong = Objects.requireNonNull(doubting.wrongLabels());
        assertThat(trusting.wrongLabels()).isNull();
        assertThat(doubting.calibrationError()).isEqualTo(trusting.calibrationError());
        assertThat(wrong.explained().low()).isPositive();
        assertThat(wrong.calibrationError().estimate() + wrong.explained().estimate())
                .isCloseTo(trusting.calibrationError().estimate(), within(1e-12));
        assertThat(doubting.notes())
                .anySatisfy(note -> assertThat(note).contains("If 13 % of the photos", "η = 0.2344"));
    }

    @Test
    void judge_templates_areJudgedByTheirOwnFit() {
        CalibrationEvaluation trial = CalibrationEvaluation.draw(
                CalibrationEvaluation.Kind.TEMPLATES, new HandMadeFaces(6).people(80, 8, 3), 4_000, 3, 1);

        CalibrationReport report = trial.evaluate(SHA256, quality, cosine, 0, 20, new Bootstrap(100, 1));

        assertThat(trial.pairs()).hasSize(4_000);
        assertThat(trial.pairs().stream().filter(CalibrationEvaluation.Pair::degraded))
                .hasSize(2_000);
        assertThat(report.calibrationError().estimate()).isLessThan(.1);
        assertThatThrownBy(() -> trial.evaluate(SHA256, quality, null, .1, 20, new Bootstrap(100, 1)))
                .hasMessage("label noise must be 0 for templates, which mix right and wrong photos, got: 0.1");
    }

    @Test
    void judge_modelWithoutCalibration_isRefused() {
        CalibrationEvaluation trial = CalibrationEvaluation.draw(
                CalibrationEvaluation.Kind.FACES, new HandMadeFaces(6).people(40, 6, 2), 400, 2, 1);

        assertThatThrownBy(() -> trial.evaluate(SHA256, null, null, 0, 20, new Bootstrap(100, 1)))
                .hasMessage("a calibration must come with the model, got none for: " + SHA256);
    }
}
