package dev.likeness.evaluation.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationReportTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);
    private static final int GALLERY_PEOPLE = 60;

    @Test
    void calibrationError_byHand() {
        // 30 pairs at 0.2, a fifth of them mated: calibrated. 30 pairs at 0.9, two thirds mated: off by 0.2333.
        List<CalibrationReport.Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            forecasts.add(new CalibrationReport.Forecast(.2, .5, i < 6, i, i));
            forecasts.add(new CalibrationReport.Forecast(.9, .5, i < 20, i, i));
        }

        CalibrationReport report = CalibrationReport.of("aware", "alone", forecasts, GALLERY_PEOPLE, BOOTSTRAP);

        assertThat(report.calibrationError().estimate()).isCloseTo((.9 - 2.0 / 3) / 2, within(1e-12));
        assertThat(report.baselineCalibrationError().estimate()).isCloseTo(.5 - 26.0 / 60, within(1e-12));
        assertThat(report.bins()).extracting(CalibrationReport.Bin::n).containsExactly(30L, 30L);
        assertThat(report.baselineLogLoss()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(report.baselineBrier()).isCloseTo(.25, within(1e-12));
        assertThat(report.brier()).isCloseTo((6 * .64 + 24 * .04 + 20 * .01 + 10 * .81) / 60, within(1e-12));
        assertThat(report.mated()).isEqualTo(26);
        assertThat(report.impostors()).isEqualTo(34);
    }

    @Test
    void of_trueProbabilities_haveASmallErrorAndBeatAConstant() {
        List<CalibrationReport.Forecast> forecasts = world(6_000);

        CalibrationReport report = CalibrationReport.of("aware", "alone", forecasts, GALLERY_PEOPLE, BOOTSTRAP);

        assertThat(report.calibrationError().estimate()).isLessThan(.03);
        assertThat(report.bins())
                .hasSize(15)
                .allSatisfy(bin -> assertThat(bin.n()).isEqualTo(400));
        assertThat(report.comparisons())
                .hasSize(5)
                .allSatisfy(
                        comparison -> assertThat(comparison.logLoss().high()).isNegative());
        assertThat(report.notes()).contains("all pairs, aware against alone: log-loss better, Brier score better.");
    }

    @Test
    void ofGalleries_ofFewerPeople_spreadWiderThanTheMeanOfAll() {
        CalibrationReport report = CalibrationReport.of("aware", "alone", world(6_000), 600, BOOTSTRAP);

        assertThat(report.ofGalleries().people()).isEqualTo(600);
        assertThat(report.ofGalleries().galleries()).isEqualTo(200);
        double range = report.ofGalleries().high() - report.ofGalleries().low();
        assertThat(range)
                .isGreaterThan(report.calibrationError().high()
                        - report.calibrationError().low());
        assertThat(report.ofGalleries().median())
                .isGreaterThan(report.calibrationError().estimate());
        assertThat(report.notes())
                .anySatisfy(note -> assertThat(note).startsWith("In one gallery of 600 of these people"));
    }

    @Test
    void ofGalleries_ofMorePeopleThanHalf_areHalves() {
        assertThat(CalibrationReport.of("aware", "alone", world(100), GALLERY_PEOPLE, BOOTSTRAP)
                        .ofGalleries()
                        .people())
                .isEqualTo(50);
    }

    @Test
    void of_pairsInAnotherOrder_hasTheSameEstimates() {
        List<CalibrationReport.Forecast> forecasts = new ArrayList<>(world(500));
        CalibrationReport before = CalibrationReport.of("a", "b", forecasts, GALLERY_PEOPLE, BOOTSTRAP);
        Collections.shuffle(forecasts, new Random(2));

        CalibrationReport after = CalibrationReport.of("a", "b", forecasts, GALLERY_PEOPLE, BOOTSTRAP);

        assertThat(after.calibrationError().estimate())
                .isCloseTo(before.calibrationError().estimate(), within(1e-12));
        assertThat(after.logLoss()).isCloseTo(before.logLoss(), within(1e-12));
    }

    @Test
    void of_fewUnits_isRefused() {
        assertThatThrownBy(() -> CalibrationReport.of(
                        "a",
                        "b",
                        List.of(new CalibrationReport.Forecast(.5, .5, true, 1, 0)),
                        GALLERY_PEOPLE,
                        BOOTSTRAP))
                .hasMessage("a bootstrap needs at least 30 units, got: 1");
    }

    @Test
    void bootstrap_ofAMean_isAboutTwoStandardErrorsWide() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }

        Interval interval = new Bootstrap(1_000, 7).interval(values.length, drawn -> {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += drawn[i] * values[i];
            }
            return sum / values.length;
        });

        assertThat(interval.high() - interval.low()).isCloseTo(4 * 1.96 / 40, within(.03));
        assertThat(interval.excludesZero()).isFalse();
    }

    private static List<CalibrationReport.Forecast> world(int n) {
        SplittableRandom random = new SplittableRandom(9);
        List<CalibrationReport.Forecast> forecasts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double probability = random.nextDouble();
            forecasts.add(new CalibrationReport.Forecast(
                    probability, .5, random.nextDouble() < probability, random.nextDouble(), i));
        }
        return forecasts;
    }
}
