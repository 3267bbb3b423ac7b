package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MixturePriorTest {
    @Test
    void prior_ofNothingAlike_isHalfAPair() {
        assertThat(MixturePrior.estimate(new double[0], 999).prior()).isEqualTo(0.5 / 1000);
    }

    @Test
    void prior_ofCertainEvidence_countsThePairs() {
        MixturePrior prior = MixturePrior.estimate(new double[] {60, 60, 60, -60}, 10_000);

        assertThat(prior.expectedMated()).isCloseTo(3.5, within(0.01));
    }

    @Test
    void prior_ofEvidenceDrawnFromAKnownMixture_isThatMixture_seed5() {
        // Scores N(2, 1) for mated pairs and N(−2, 1) for impostors have the log-likelihood ratio 4·score.
        Random random = new Random(5);
        double[] ratios = new double[40_000];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = 4 * (random.nextGaussian() + (i < 800 ? 2 : -2));
        }

        assertThat(MixturePrior.estimate(ratios, ratios.length).prior()).isCloseTo(0.02, within(0.001));
    }

    @Test
    void prior_ofMoreRatiosThanPairs_isRefused() {
        assertThatThrownBy(() -> MixturePrior.estimate(new double[2], 1))
                .hasMessage("a prior needs at least as many pairs as ratios and at least 1, got: 1 pairs, 2 ratios");
    }
}
