package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PerceptualFingerprintTest {
    @Test
    void patterns_ofOnePictureBrighterAndFlatter_areTheSame() {
        UnitVector one = PerceptualFingerprint.of(ramp(0, 1)).pattern().orElseThrow();
        UnitVector other = PerceptualFingerprint.of(ramp(120, 2)).pattern().orElseThrow();

        assertThat(one.cosine(other)).isGreaterThan(0.999f);
    }

    @Test
    void pattern_ofABareWall_isNone() {
        assertThat(PerceptualFingerprint.of(new byte[256]).pattern()).isEmpty();
    }

    @Test
    void of_anotherNumberOfGreyLevels_isRejected() {
        assertThatThrownBy(() -> PerceptualFingerprint.of(new byte[3]))
                .hasMessage("a perceptual fingerprint must have 256 grey levels, got: 3");
    }

    private static byte[] ramp(int darkest, int flatness) {
        byte[] grays = new byte[256];
        for (int i = 0; i < grays.length; i++) {
            grays[i] = (byte) (darkest + i / flatness);
        }
        return grays;
    }
}
