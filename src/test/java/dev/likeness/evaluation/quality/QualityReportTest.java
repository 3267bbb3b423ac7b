package dev.likeness.evaluation.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.FixturePairs;
import dev.likeness.evaluation.verification.ScoredPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QualityReportTest {
    private static final int[] ALL_ONE_BY_ONE = IntStream.range(0, 600).toArray();

    @Test
    void curve_ofTheFixture_agreesWithASeparateComputation() {
        double[] qualities =
                IntStream.range(0, 600).mapToDouble(i -> i * 631 % 97).toArray();
        RejectProtocol protocol = new RejectProtocol(.1, .05, .5, .2);
        RejectCurveBuilder pairs = new RejectCurveBuilder(FixturePairs.all(), qualities, protocol);
        int[] once = new int[600];
        Arrays.fill(once, 1);

        RejectCurve fixed = pairs.curve("q", RejectionMode.FIXED_THRESHOLD, once);

        assertThat(fixed.area().value()).hasValueCloseTo(0.2162953642223624, within(1e-12));
        assertThat(fixed.partialArea().value()).hasValueCloseTo(0.08818501234083131, within(1e-12));
        assertThat(fixed.points()).hasSize(11);
        assertThat(fixed.points().getFirst().falseNonMatchRate().value())
                .hasValueCloseTo(0.44333333333333336, within(1e-12));
        assertThat(fixed.points().getLast().falseNonMatchRate().value())
                .hasValueCloseTo(0.4276315789473684, within(1e-12));
        assertThat(pairs.area(RejectionMode.REESTIMATED_THRESHOLD, once, .5))
                .isCloseTo(0.2156970689374042, within(1e-12));
        assertThat(pairs.area(RejectionMode.REESTIMATED_THRESHOLD, once, .2))
                .isCloseTo(0.08818501234083131, within(1e-12));
    }

    @Test
    void curve_allQualitiesEqual_dropsNobody() {
        RejectCurveBuilder pairs = new RejectCurveBuilder(FixturePairs.all(), new double[600], RejectProtocol.DEFAULT);
        int[] once = new int[600];
        Arrays.fill(once, 1);

        assertThat(pairs.curve("none", RejectionMode.FIXED_THRESHOLD, once).points())
                .allSatisfy(point -> assertThat(point.mated()).isEqualTo(300));
    }

    @Test
    void curve_thresholdReestimatedOnTooFewImpostors_isWithheld() {
        QualityReport report = report(FixturePairs.all(), .1);

        assertThat(report.curves().get(1).area().reason())
                .hasValue(
                        "area under the curve of magnitude: rejection 0.55 needs at least 100 impostor pairs, got: 88");
        assertThat(report.notes())
                .contains(report.curves().get(1).area().reason().orElseThrow());
        assertThat(report.differences())
                .extracting(QualityReport.Difference::mode)
                .containsExactly(
                        RejectionMode.FIXED_THRESHOLD,
                        RejectionMode.FIXED_THRESHOLD,
                        RejectionMode.REESTIMATED_THRESHOLD);
        assertThat(report.differences().getLast().upTo()).isEqualTo(.2);
    }

    @Test
    void of_qualityThatKnowsTheMisses_beatsRandomBeyondLuck() {
        QualityReport report = report(world(), .01);

        assertThat(report.differences())
                .hasSize(4)
                .filteredOn(difference -> difference.upTo() == .7)
                .hasSize(2)
                .allSatisfy(difference -> {
                    assertThat(difference.measure()).isEqualTo("magnitude");
                    assertThat(difference.baseline()).isEqualTo("random");
                    assertThat(difference.area().high()).isNegative();
                    assertThat(difference.area().excludesZero()).isTrue();
                    assertThat(difference.area().units()).isEqualTo(4_000);
                    assertThat(difference.area().estimate())
                            .isBetween(
                                    difference.area().low(), difference.area().high());
                });
        assertThat(report.notes()).contains("threshold fixed, up to 0.70, magnitude against random: better.");
    }

    @Test
    void of_lengthsThatDiffer_isRefused() {
        LinkedHashMap<String, double[]> measures = new LinkedHashMap<>();
        measures.put("magnitude", new double[3]);

        assertThatThrownBy(() -> QualityReport.of(
                        FixturePairs.all(), measures, ALL_ONE_BY_ONE, RejectProtocol.DEFAULT, new Bootstrap(100, 1)))
                .hasMessage("magnitude must have a quality and a unit for each of 600 pairs, got: 3 and 600");
    }

    @Test
    void protocol_limitBetweenSteps_isRefused() {
        assertThatThrownBy(() -> new RejectProtocol(.1, .05, .93, .2))
                .hasMessage("rejection limits must be multiples of the step 0.05, got: 0.93");
    }

    private static QualityReport report(List<ScoredPair> pairs, double falseMatchRate) {
        SplittableRandom random = new SplittableRandom(5);
        LinkedHashMap<String, double[]> measures = new LinkedHashMap<>();
        // A quality that grows with the score of mated pairs and knows nothing of impostor pairs.
        measures.put(
                "magnitude",
                pairs.stream()
                        .mapToDouble(pair -> pair.mated() ? pair.score() + random.nextDouble(.3) : random.nextDouble())
                        .toArray());
        measures.put("random", QualityReport.random(pairs.size(), 3));
        int[] units = IntStream.range(0, pairs.size()).toArray();
        return QualityReport.of(
                pairs, measures, units, new RejectProtocol(falseMatchRate, .05, .7, .2), new Bootstrap(100, 1));
    }

    private static List<ScoredPair> world() {
        SplittableRandom random = new SplittableRandom(4);
        List<ScoredPair> pairs = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            boolean mated = i % 10 == 0;
            pairs.add(new ScoredPair((mated ? .4 : 0) + .15 * random.nextGaussian(), mated, 0));
        }
        return pairs;
    }
}
