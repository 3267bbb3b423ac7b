package dev.likeness.api.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.image.RgbImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceBrightnessTest {
    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "255, 255, 255, 100", "128, 128, 128, 50.2", "255, 0, 0, 21.26", "0, 255, 0, 71.52"})
    void of_oneColour_isItsLuma(int red, int green, int blue, double brightness) {
        byte[] rgb = new byte[3 * 112 * 112];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }

        assertThat(FaceBrightness.of(new RgbImage(112, 112, rgb))).isCloseTo(brightness, within(0.01));
    }
}
