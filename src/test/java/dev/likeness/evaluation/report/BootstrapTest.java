package dev.likeness.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 1);

    @Test
    void intervals_ofSeveralStatistics_areThoseOfEachAlone() {
        assertThat(BOOTSTRAP.intervals(40, drawn -> new double[] {mean(drawn), -mean(drawn)}))
                .containsExactly(
                        BOOTSTRAP.interval(40, BootstrapTest::mean), BOOTSTRAP.interval(40, drawn -> -mean(drawn)));
    }

    @Test
    void intervals_statisticThatIsNoNumber_isRefused() {
        assertThatThrownBy(() -> BOOTSTRAP.intervals(40, _ -> new double[] {1, Double.NaN}))
                .hasMessage("a bootstrapped statistic must be a number, got: NaN");
        assertThatThrownBy(() -> BOOTSTRAP.intervals(29, _ -> new double[] {1}))
                .hasMessage("a bootstrap needs at least 30 units, got: 29");
    }

    /// The mean of the numbers of the drawn units.
    private static double mean(int[] drawn) {
        return IntStream.range(0, drawn.length)
                        .mapToDouble(unit -> (double) unit * drawn[unit])
                        .sum()
                / drawn.length;
    }
}
