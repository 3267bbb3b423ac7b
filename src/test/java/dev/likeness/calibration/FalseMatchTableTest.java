package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FalseMatchTableTest {
    // 1,000 impostors of one quality, their cosines 0.000, 0.001, … 0.999
    private static final FalseMatchTable UNIFORM = FalseMatchTable.of(IntStream.range(0, 1_000)
            .mapToObj(i -> new LabelledPair(i / 1000.0, .6, .9, false))
            .toList());

    @Test
    void at_storedRate_isTheShareOfImpostorsAtLeastSoAlike() {
        assertThat(UNIFORM.at(.7, .6).rate()).isCloseTo(.3, within(1e-12));
        assertThat(UNIFORM.at(.9, .6).rate()).isCloseTo(.1, within(1e-12));
        assertThat(UNIFORM.at(.99, .6)).satisfies(rate -> {
            assertThat(rate.rate()).isCloseTo(.01, within(1e-12));
            assertThat(rate.extrapolated()).isFalse();
            assertThat(rate.impostors()).isEqualTo(1_000);
        });
    }

    @Test
    void at_beyondTenFalseMatches_isExtrapolatedAndSaysSo() {
        FalseMatchTable.FalseMatchRate rate = UNIFORM.at(.999, .6);

        assertThat(rate.extrapolated()).isTrue();
        assertThat(rate.rate()).isBetween(.001, .01);
    }

    @Test
    void at_belowEveryImpostor_isOne() {
        assertThat(UNIFORM.at(-1, .6).rate()).isEqualTo(1);
    }

    @Test
    void threshold_isTheReverseOfAt() {
        for (double rate : new double[] {.9, .3, .2, .05, .01, .001, 1e-6}) {
            assertThat(UNIFORM.at(UNIFORM.threshold(rate, .6), .6).rate()).isCloseTo(rate, within(1e-9));
        }
    }

    @Test
    void of_poorPairsMoreAlike_needAHigherThreshold() {
        FalseMatchTable table = FalseMatchTable.of(SimulatedPairs.of(8, 0, 20_000));

        assertThat(table.bands()).hasSizeGreaterThan(2);
        assertThat(table.threshold(.01, .05)).isGreaterThan(table.threshold(.01, .95));
        assertThat(table.bands().stream()
                        .mapToLong(FalseMatchTable.Band::impostors)
                        .sum())
                .isEqualTo(20_000);
    }

    @Test
    void of_tooFewImpostors_isRefused() {
        assertThatThrownBy(() -> FalseMatchTable.of(List.of(new LabelledPair(.1, .5, .5, false))))
                .hasMessage("a false match rate needs at least 100 impostor pairs, got: 1");
    }

    @Test
    void fpir_ofTinyRates_isNotLostToRounding() {
        assertThat(FalseMatchTable.fpir(1e-3, 1)).isCloseTo(1e-3, within(1e-18));
        assertThat(FalseMatchTable.fpir(.5, 2)).isCloseTo(.75, within(1e-15));
        assertThat(FalseMatchTable.fpir(1e-20, 1_000)).isCloseTo(1e-17, within(1e-30));
        assertThat(FalseMatchTable.fpir(1e-6, 1_000_000)).isCloseTo(1 - Math.exp(-1), within(1e-6));
        assertThat(FalseMatchTable.fpir(1, 3)).isEqualTo(1);
        assertThat(FalseMatchTable.fpir(1, 0)).isZero();
    }

    @Test
    void fpir_rateAboveOne_isRefused() {
        assertThatThrownBy(() -> FalseMatchTable.fpir(2, 1))
                .hasMessage("false match rate must be between 0 and 1, got: 2.0");
    }
}
