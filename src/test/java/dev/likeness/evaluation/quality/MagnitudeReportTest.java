package dev.likeness.evaluation.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MagnitudeReportTest {
    @Test
    void ordered_countsPairsOfOneFace_aTieAsHalf() {
        // rung by rung; the second face ties once and is wrong once
        double[][] magnitudes = {{9, 5}, {7, 5}, {4, 6}};

        assertThat(MagnitudeReport.orderedShare(magnitudes)).isEqualTo((3 + .5) / 6);
    }
}
