package dev.likeness.evaluation.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.FacePairs;
import dev.likeness.evaluation.verification.HandMadeFaces;
import org.junit.jupiter.api.Test;

class DegradedQualityReportTest {
    @Test
    void of_magnitudeThatFollowsTheNoise_beatsChance() {
        DegradedQualityReport report =
                DegradedQualityReport.of(new HandMadeFaces(2).pairs(400, 3), new Bootstrap(100, 1));

        assertThat(report.degraded().mated()).isEqualTo(1_200);
        assertThat(report.clean().mated()).isEqualTo(400);
        assertThat(report.degraded().differences())
                .filteredOn(difference ->
                        difference.baseline().equals("random") && difference.mode() == RejectionMode.FIXED_THRESHOLD)
                .isNotEmpty()
                .allSatisfy(difference -> assertThat(difference.area().high()).isNegative());
        assertThat(report.notes()).anyMatch(note -> note.startsWith("Degraded: each picture in 3 seeded versions"));
    }

    @Test
    void of_withoutDegradedVersions_isRefused() {
        FacePairs faces = new HandMadeFaces(3).pairs(40, 0);

        assertThatThrownBy(() -> DegradedQualityReport.of(faces, new Bootstrap(100, 1)))
                .hasMessage("quality evaluation needs at least one degraded version, got: 0");
    }
}
