package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatchCalibrationTest {
    private static final MatchCalibration FITTED = MatchCalibration.fit(SimulatedPairs.of(1, 4_000, 12_000), 5);

    static Stream<MatchModel> models() {
        List<LabelledPair> pairs = SimulatedPairs.of(2, 2_000, 2_000);
        return Stream.of(
                MatchFit.isotonic(pairs),
                MatchFit.logistic(pairs),
                MatchFit.twoQualities(pairs),
                MatchFit.qMagFace(pairs));
    }

    @ParameterizedTest
    @MethodSource("models")
    void logLikelihoodRatio_cosineGrows_neverFalls(MatchModel model) {
        for (double first = 0; first <= 1; first += .1) {
            for (double second = 0; second <= 1; second += .25) {
                double before = Double.NEGATIVE_INFINITY;
                for (int i = -1000; i <= 1000; i++) {
                    double ratio = model.logLikelihoodRatio(i / 1000.0, first, second);
                    assertThat(ratio).isFinite().isGreaterThanOrEqualTo(before);
                    before = ratio;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void logLikelihoodRatio_facesSwapped_isTheSame(MatchModel model) {
        assertThat(model.logLikelihoodRatio(.3, .2, .9)).isEqualTo(model.logLikelihoodRatio(.3, .9, .2));
    }

    @Test
    void logistic_qualityThatReversesTheCosine_keepsTheSlopeAtZero() {
        List<LabelledPair> pairs = new ArrayList<>();
        for (LabelledPair pair : SimulatedPairs.of(3, 500, 500)) {
            // At quality 0 a high cosine means two people: no calibration may learn that.
            double cosine = pair.quality() < .3 ? -pair.cosine() : pair.cosine();
            pairs.add(new LabelledPair(cosine, pair.firstQuality(), pair.secondQuality(), pair.mated()));
        }

        MatchModel.Logistic model = (MatchModel.Logistic) MatchFit.logistic(pairs);

        assertThat(model.poorSlope()).isZero();
        assertThat(model.goodSlope()).isPositive();
    }

    @Test
    void twoQualities_betweenTheCorners_isTheirBlend() {
        MatchModel model = new MatchModel.TwoQualities(-1, -4, -10, 10, 20, 40);

        assertThat(model.logLikelihoodRatio(.5, 0, 0)).isEqualTo(-1 + .5 * 10);
        assertThat(model.logLikelihoodRatio(.5, 1, 0)).isEqualTo(-4 + .5 * 20);
        assertThat(model.logLikelihoodRatio(.5, 1, 1)).isEqualTo(-10 + .5 * 40);
        // Worse .25, better .75: shares .25, .5 and .25.
        assertThat(model.logLikelihoodRatio(.5, .75, .25)).isCloseTo(-4.75 + .5 * 22.5, within(1e-12));
    }

    @Test
    void twoQualities_worldInWhichTheBetterFaceMatters_beatsTheModelThatSeesOnlyTheWorse() {
        List<LabelledPair> pairs = SimulatedPairs.ofBothQualities(6, 4_000, 8_000);

        MatchCalibration fitted = MatchCalibration.fit(pairs, 5);

        assertThat(fitted.model().kind()).isEqualTo("two-qualities");
    }

    @Test
    void isotonic_fourPairsByHand_poolsTheViolators() {
        // cosine   .1  .2  .3  .4        equal weights: .2 and .3 are in the wrong order and share 1/2
        // mated     -   +   -   +
        MatchModel model = MatchFit.isotonic(List.of(
                new LabelledPair(.1, 1, 1, false),
                new LabelledPair(.2, 1, 1, true),
                new LabelledPair(.3, 1, 1, false),
                new LabelledPair(.4, 1, 1, true)));

        assertThat(model).isInstanceOfSatisfying(MatchModel.Isotonic.class, curve -> {
            assertThat(curve.cosines()).containsExactly(.1, .25, .4);
            assertThat(curve.ratios()).containsExactly(-Math.log(3), 0.0, Math.log(3));
        });
    }

    @Test
    void fit_worldInWhichQualityMatters_prefersAModelThatSeesIt() {
        assertThat(FITTED.candidates()).hasSize(4);
        assertThat(FITTED.model().kind()).isNotEqualTo("isotonic");
        assertThat(FITTED.candidates().getFirst().kind())
                .isEqualTo(FITTED.model().kind());
        assertThat(FITTED.candidates().getLast().kind()).isEqualTo("isotonic");
        assertThat(FITTED.mated()).isEqualTo(4_000);
        assertThat(FITTED.impostors()).isEqualTo(12_000);
    }

    @Test
    void fit_worldKnownExactly_findsItsRatio() {
        // Mated N(μ1, σ), impostors N(μ0, σ) at quality q: ratio = (μ1 − μ0)/σ²·(cos − (μ0 + μ1)/2).
        double q = .5;
        double mated = .25 + .5 * q;
        double impostor = .15 * (1 - q);
        double cosine = (mated + impostor) / 2;

        assertThat(FITTED.logLikelihoodRatio(cosine, q, q)).isCloseTo(0, within(1.0));
    }

    @Test
    void fit_pairsInAnotherOrder_isTheSame() {
        List<LabelledPair> pairs = new ArrayList<>(SimulatedPairs.of(4, 300, 400));
        MatchCalibration before = MatchCalibration.fit(pairs, 9);
        Collections.shuffle(pairs, new Random(1));

        assertThat(MatchCalibration.fit(pairs, 9)).isEqualTo(before);
    }

    @Test
    void fit_tooFewPairs_isRefused() {
        assertThatThrownBy(() -> MatchCalibration.fit(SimulatedPairs.of(1, 99, 500), 1))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a calibration needs at least 100 mated and as many impostor pairs, got: 99 and 500");
    }

    @Test
    void decide_goodPairFarApart_isNoMatch() {
        assertThat(FITTED.decide(.0, .9, .9, OperatingPoint.EAGER)).isEqualTo(MatchDecision.NO_MATCH);
    }

    @Test
    void decide_goodPairClose_isMatch() {
        assertThat(FITTED.decide(.8, .9, .9, OperatingPoint.CAUTIOUS)).isEqualTo(MatchDecision.MATCH);
    }

    @Test
    void decide_bothPoor_isNeverMatchWhateverTheCosine() {
        for (OperatingPoint point : OperatingPoint.values()) {
            assertThat(FITTED.decide(1, .01, .01, point)).isEqualTo(MatchDecision.LOW_QUALITY);
            assertThat(FITTED.decide(-1, .01, .01, point)).isEqualTo(MatchDecision.LOW_QUALITY);
        }
    }

    @Test
    void decide_onePoor_isMatchOnlyIfClose() {
        assertThat(FITTED.lowQualityThreshold()).isBetween(.05, .9);
        assertThat(FITTED.decide(.95, .01, .95, OperatingPoint.BALANCED)).isEqualTo(MatchDecision.MATCH);
        assertThat(FITTED.decide(.2, .01, .95, OperatingPoint.BALANCED)).isEqualTo(MatchDecision.LOW_QUALITY);
    }

    @Test
    void probability_evenPriorAndNoEvidence_isTheLogisticOfTheRatio() {
        assertThat(new MatchProbability(0, .5).probability()).isEqualTo(.5);
        assertThat(new MatchProbability(Math.log(3), .5).probability()).isCloseTo(.75, within(1e-15));
        assertThat(new MatchProbability(Math.log(3), .1).probability()).isCloseTo(.25, within(1e-15));
        assertThat(new MatchProbability(1e9, 1e-9).probability()).isEqualTo(1);
        assertThat(new MatchProbability(-1e9, .5).probability()).isZero();
    }

    @Test
    void probability_priorOne_isRefused() {
        assertThatThrownBy(() -> new MatchProbability(0, 1))
                .hasMessage("prior must be strictly between 0 and 1, got: 1.0");
    }

    @Test
    void qMagFaceScore_byHand() {
        QMagFaceScore score = new QMagFaceScore(.2, .5);

        assertThat(score.score(.5, 10, 20)).isEqualTo(.5);
        assertThat(score.score(.2, 10, 20)).isCloseTo(.2 - 1, within(1e-15));
    }
}
