package dev.likeness.api.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvenOddsTest {
    @Test
    void of_aProbabilityAtEvenOdds_isThatProbability() {
        assertThat(PriorFreeSimilarity.of(0.3, 0.8, 0.5)).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void of_aProbability_doesNotDependOnHowManyWereSearched() {
        // Evidence of 8000 : 1 after a search of 2001 leaves odds of 4 : 1, hence 0.8.
        double prior = 1.0 / 2001;

        assertThat(PriorFreeSimilarity.of(0.3, 0.8, prior)).isCloseTo(8000.0 / 8001, within(1e-12));
    }

    @Test
    void of_certainty_isCertainty() {
        assertThat(PriorFreeSimilarity.of(0.3, 1.0, 1e-9)).isEqualTo(1);
        assertThat(PriorFreeSimilarity.of(0.3, 0.0, 1e-9)).isZero();
    }

    @Test
    void of_noProbability_risesWithTheCosine() {
        assertThat(PriorFreeSimilarity.of(-1, null, 0.5)).isZero();
        assertThat(PriorFreeSimilarity.of(0.6, null, 0.5)).isCloseTo(0.8, within(1e-12));
        assertThat(PriorFreeSimilarity.of(1.0000001, null, 0.5)).isEqualTo(1);
    }
}
