package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Histogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerificationReportTest {
    private static final VerificationReport TEN_FOLDS = VerificationReport.of(FixturePairs.all(), 10);

    @Test
    void of_tenFolds_agreesWithASeparateComputation() {
        assertThat(TEN_FOLDS.accuracy().value()).hasValueCloseTo(0.73, within(1e-12));
        assertThat(TEN_FOLDS.accuracyStandardDeviation().value()).hasValueCloseTo(0.017213259316477412, within(1e-12));
        assertThat(TEN_FOLDS.accuracyStandardError().value()).hasValueCloseTo(0.005443310539518175, within(1e-12));
        assertThat(TEN_FOLDS.threshold()).isCloseTo(0.63625, within(1e-12));
        assertThat(TEN_FOLDS.equalErrorRate().value()).hasValueCloseTo(0.2833333333333333, within(1e-12));
        assertThat(TEN_FOLDS.folds())
                .hasSize(10)
                .allSatisfy(fold -> assertThat(fold.n()).isEqualTo(60));
    }

    @Test
    void of_noFolds_takesTheBestSingleThresholdAndSaysSo() {
        VerificationReport single = VerificationReport.of(FixturePairs.all(), 0);

        assertThat(single.accuracy().value()).hasValueCloseTo(0.7366666666666667, within(1e-12));
        assertThat(single.threshold()).isCloseTo(0.6345, within(1e-12));
        assertThat(single.accuracyStandardDeviation().value()).isEmpty();
        assertThat(single.notes())
                .contains("One threshold, chosen on the evaluated pairs themselves: slightly optimistic.");
    }

    @Test
    void tarAtFar_enoughImpostors_agreesWithASeparateComputation() {
        VerificationReport.TarAtFar tar = TEN_FOLDS.tarAtFar().getFirst();

        assertThat(tar.far()).isEqualTo(.1);
        assertThat(tar.tar().value()).hasValueCloseTo(0.5566666666666666, within(1e-12));
        assertThat(tar.threshold()).isEqualTo(.582);
        assertThat(tar.falseMatches()).isEqualTo(30);
        assertThat(tar.impostors()).isEqualTo(300);
    }

    @Test
    void tarAtFar_tooFewImpostors_isNoFigureButASentence() {
        assertThat(TEN_FOLDS.tarAtFar()).hasSize(4);
        assertThat(TEN_FOLDS.tarAtFar().subList(1, 4))
                .allSatisfy(tar -> assertThat(tar.tar().value()).isEmpty());
        assertThat(TEN_FOLDS.notes())
                .contains(
                        "TAR at FAR 0.01 needs at least 1,000 impostor pairs, got: 300",
                        "TAR at FAR 0.0001 needs at least 100,000 impostor pairs, got: 300");
    }

    @Test
    void of_fewPairs_claimsNothing() {
        VerificationReport report = VerificationReport.of(FixturePairs.all().subList(20, 40), 0);

        assertThat(report.accuracy())
                .isEqualTo(new Figure.Withheld("accuracy", "mated and impostor pairs each", 10, 30));
        assertThat(report.notes()).contains("EER needs at least 30 mated and impostor pairs each, got: 10");
    }

    @Test
    void of_pairsInAnotherOrder_isTheSame() {
        List<ScoredPair> shuffled = new ArrayList<>(FixturePairs.all());
        Collections.shuffle(shuffled, new Random(11));

        assertThat(VerificationReport.of(shuffled, 10)).isEqualTo(TEN_FOLDS);
    }

    @Test
    void histograms_countEveryPairOnce() {
        assertThat(TEN_FOLDS.matedScores().n()).isEqualTo(300);
        assertThat(TEN_FOLDS.impostorScores().n()).isEqualTo(300);
    }

    @Test
    void of_oneFold_isRefused() {
        assertThatThrownBy(() -> VerificationReport.of(FixturePairs.all(), 1))
                .hasMessage("folds must be 0 or at least 2, got: 1");
    }

    @Test
    void of_foldOutside_isRefused() {
        assertThatThrownBy(() -> VerificationReport.of(FixturePairs.all(), 9))
                .hasMessage("fold must be between 0 and 8, got: 9");
    }

    @Test
    void of_emptyFold_isRefused() {
        assertThatThrownBy(() -> VerificationReport.of(FixturePairs.all(), 11))
                .hasMessage("every fold must hold a pair, got none in fold: 10");
    }

    @Test
    void histogram_edges_belongToTheBinAbove() {
        assertThat(Histogram.of(new double[] {0, .5, 1}, 0, 1, 2).counts()).containsExactly(1L, 2L);
        assertThatThrownBy(() -> Histogram.of(new double[] {2}, 0, 1, 2))
                .hasMessage("values must be between 0.0 and 1.0, got: 2.0");
    }
}
