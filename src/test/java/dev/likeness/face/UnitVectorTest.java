package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnitVectorTest {
    @Test
    void normalized_threeFour_hasNormOne() {
        UnitVector vector = UnitVector.normalized(3, 4);

        assertThat(vector.toArray()).containsExactly(0.6f, 0.8f);
    }

    @Test
    void normalized_zeroVector_isRefused() {
        assertThatThrownBy(() -> UnitVector.normalized(0, 0))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a direction needs a finite vector that is not zero, got 2 components of norm: 0.0");
    }

    @Test
    void normalized_notANumber_isRefused() {
        assertThatThrownBy(() -> UnitVector.normalized(1, Float.NaN))
                .hasMessage("a direction needs a finite vector that is not zero, got 2 components of norm: NaN");
    }

    @Test
    void of_notUnit_isRefused() {
        assertThatThrownBy(() -> UnitVector.of(3, 4))
                .hasMessage("a unit vector of 2 components must have norm 1, got: 5.0");
    }

    @Test
    void of_callerChangesItsArray_vectorStays() {
        float[] mine = {1, 0};
        UnitVector vector = UnitVector.of(mine);

        mine[0] = 0;
        vector.toArray()[0] = 0;

        assertThat(vector.component(0)).isEqualTo(1);
    }

    @Test
    void cosine_ofSameOppositeAndOrthogonal_isOneMinusOneAndZero() {
        UnitVector east = UnitVector.of(1, 0);

        assertThat(east.cosine(east)).isEqualTo(1);
        assertThat(east.cosine(UnitVector.of(-1, 0))).isEqualTo(-1);
        assertThat(east.cosine(UnitVector.of(0, 1))).isZero();
    }

    @Test
    void cosine_ofTwoDimensions_isRefused() {
        assertThatThrownBy(() -> UnitVector.of(1, 0).cosine(UnitVector.of(1, 0, 0)))
                .hasMessage("vectors must have the same dimension, got: 2 and 3");
    }
}
