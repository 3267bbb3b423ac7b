package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.LikenessException;
import org.junit.jupiter.api.Test;

class ScoreDistributionTest {
    // score      .1   .2   .3   .4   .5   .6
    // mated            +         +    +    +
    // impostor    -    -    -         -
    private static final ScoreDistribution SCORES =
            new ScoreDistribution(new double[] {.6, .2, .5, .4}, new double[] {.3, .1, .5, .2});

    @Test
    void at_scoreOfAPair_matchesThatPair() {
        assertThat(SCORES.at(.5)).isEqualTo(new ScoreDistribution.Point(.5, .25, .5));
        assertThat(SCORES.at(.2)).isEqualTo(new ScoreDistribution.Point(.2, .75, 0));
        assertThat(SCORES.at(.7)).isEqualTo(new ScoreDistribution.Point(.7, 0, 1));
    }

    @Test
    void thresholdAt_isTheLowestThatLetsFewEnoughThrough() {
        assertThat(SCORES.thresholdAt(.25)).isEqualTo(.4);
        assertThat(SCORES.thresholdAt(.24)).isEqualTo(.6);
        assertThat(SCORES.thresholdAt(.5)).isEqualTo(.3);
        assertThat(SCORES.thresholdAt(1)).isEqualTo(.1);
    }

    @Test
    void thresholdAt_impostorsWithOneScore_areDecidedTogether() {
        ScoreDistribution tied = new ScoreDistribution(new double[] {.9}, new double[] {.5, .5, .1});

        assertThat(tied.thresholdAt(1 / 3.0)).isEqualTo(.9);
        assertThat(tied.thresholdAt(2 / 3.0)).isEqualTo(.5);
    }

    @Test
    void thresholdAt_zeroAndAnImpostorOnTop_isAboveAll() {
        ScoreDistribution scores = new ScoreDistribution(new double[] {.3}, new double[] {.5});

        assertThat(scores.thresholdAt(0)).isEqualTo(Math.nextUp(.5));
        assertThat(scores.falseMatches(scores.thresholdAt(0))).isZero();
    }

    @Test
    void equalErrorRate_ratesEqualAtAThreshold_isTheirValue() {
        // At .4: FMR 1/4, FNMR 1/4.
        assertThat(SCORES.equalErrorRate()).isEqualTo(.25);
    }

    @Test
    void equalErrorRate_ratesCrossBetweenThresholds_isOnTheLineBetween() {
        // At .5 (FMR, FNMR) = (1, 0), above all (0, 1): the straight line crosses at 1/2.
        assertThat(new ScoreDistribution(new double[] {.5}, new double[] {.5}).equalErrorRate())
                .isEqualTo(.5);
    }

    @Test
    void equalErrorRate_separable_isZero() {
        assertThat(new ScoreDistribution(new double[] {.8, .9}, new double[] {.1, .2, .3}).equalErrorRate())
                .isZero();
    }

    @Test
    void mostAccurateThreshold_isInTheMiddleOfTheGap() {
        // Six of eight right between .3 and .4.
        assertThat(SCORES.mostAccurateThreshold()).isCloseTo(.35, within(1e-15));
        assertThat(SCORES.accuracy(.35)).isEqualTo(.75);
    }

    @Test
    void mostAccurateThreshold_neighbouringNumbers_staysBetweenThem() {
        double next = Math.nextUp(.5);

        assertThat(new ScoreDistribution(new double[] {next}, new double[] {.5}).mostAccurateThreshold())
                .isEqualTo(next);
    }

    @Test
    void curve_ofManyPairs_isThinnedToItsEnds() {
        double[] mated = new double[5_000];
        double[] impostors = new double[5_000];
        for (int i = 0; i < 5_000; i++) {
            mated[i] = .5 + i * 1e-4;
            impostors[i] = i * 1e-4;
        }

        assertThat(new ScoreDistribution(mated, impostors).curve(100))
                .hasSizeBetween(50, 100)
                .satisfies(points -> {
                    assertThat(points.getFirst().falseMatchRate()).isEqualTo(1);
                    assertThat(points.getLast().falseMatchRate()).isZero();
                    assertThat(points).isSortedAccordingTo((a, b) -> Double.compare(a.threshold(), b.threshold()));
                });
    }

    @Test
    void new_withoutImpostors_isRefused() {
        assertThatThrownBy(() -> new ScoreDistribution(new double[] {1}, new double[0]))
                .isInstanceOf(LikenessException.class)
                .hasMessage("there must be mated and impostor pairs, got: 1 and 0");
    }

    @Test
    void new_scoreNotANumber_isRefused() {
        assertThatThrownBy(() -> new ScoreDistribution(new double[] {1, Double.NaN}, new double[] {0}))
                .hasMessage("scores must be finite, got: 1.0 to NaN");
    }
}
