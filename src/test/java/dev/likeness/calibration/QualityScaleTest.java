package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.LikenessException;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityScaleTest {
    @ParameterizedTest
    @CsvSource({"24.329985, 63", "24.698753, 66", "14.262262, 3", "27.733389, 86"})
    void score_ofOfiqsOwnExamples_isTheirs(double magnitude, int score) {
        assertThat(QualityScale.OFIQ_IRESNET50.score(magnitude)).isEqualTo(score);
    }

    @Test
    void quality_atTheCentre_isHalf() {
        assertThat(new QualityScale(10, 2).quality(10)).isEqualTo(0.5);
    }

    @Test
    void quality_ofExtremeMagnitudes_staysWithinItsRange() {
        assertThat(new QualityScale(23, .01).score(1e-9)).isZero();
        assertThat(new QualityScale(23, .01).score(1e9)).isEqualTo(100);
    }

    @Test
    void magnitudeAt_aQuality_hasThatQuality() {
        QualityScale scale = new QualityScale(11, 1.7);

        assertThat(scale.quality(scale.magnitudeAt(.73))).isCloseTo(.73, within(1e-12));
    }

    @Test
    void fit_oneToHundred_takesMedianAndRangeOverTwoPointTwo() {
        QualityScale scale =
                QualityScale.fit(DoubleStream.iterate(1, m -> m + 1).limit(101).toArray());

        assertThat(scale.centre()).isEqualTo(51);
        assertThat(scale.width()).isCloseTo(50 / 2.2, within(1e-12));
    }

    @Test
    void fit_aTenthOfTheMagnitudesGoneWild_hardlyMoves() {
        SplittableRandom random = new SplittableRandom(7);
        double[] magnitudes =
                random.doubles(1_000).map(u -> 40 + 2 * Math.log(u / (1 - u))).toArray();
        QualityScale before = QualityScale.fit(magnitudes.clone());
        for (int i = 0; i < 100; i++) {
            magnitudes[i] = 1e6;
        }

        QualityScale after = QualityScale.fit(magnitudes);

        assertThat(before.centre()).isCloseTo(40, within(.3));
        assertThat(before.width()).isCloseTo(2, within(.2));
        assertThat(after.centre()).isCloseTo(before.centre(), within(.8));
    }

    @Test
    void fit_tooFewMagnitudes_isRefused() {
        assertThatThrownBy(() -> QualityScale.fit(1, 2, 3))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a quality scale needs at least 20 magnitudes, got: 3");
    }

    @Test
    void fit_constantMagnitudes_isRefused() {
        assertThatThrownBy(() -> QualityScale.fit(
                        DoubleStream.generate(() -> 4).limit(20).toArray()))
                .hasMessage("the middle half of the magnitudes must spread, got only: 4.0");
    }

    @Test
    void new_widthZero_isRefused() {
        assertThatThrownBy(() -> new QualityScale(1, 0))
                .hasMessage("quality width must be positive and finite, got: 0.0");
    }
}
