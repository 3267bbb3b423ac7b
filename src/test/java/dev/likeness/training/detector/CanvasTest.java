package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.RgbImage;
import dev.likeness.training.detector.Canvas.Area;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CanvasTest {
    @Test
    void paste_atHalfTheSize_putsThePointWhereItIsWanted() {
        RgbImage picture = ground(100, 80);
        int spot = 3 * (50 * 100 + 60);
        for (int i = 0; i < 6; i++) {
            picture.rgb()[spot + i] = (byte) 255;
            picture.rgb()[spot + 300 + i] = (byte) 255;
        }
        Canvas canvas = new Canvas(64);

        canvas.paste(picture, .5, 0, 0, 10, 6, canvas.all());

        // The four white pixels are one now: (60.5 + 0.5)/2 − 0.5 = 30 to the right, and so on.
        assertThat(canvas.picture().rgb()[3 * ((25 + 6) * 64 + 30 + 10)] & 0xff).isEqualTo(255);
    }

    @Test
    void paste_intoAnArea_leavesTheRestAlone() {
        Canvas canvas = new Canvas(64);
        canvas.fill(canvas.all(), (byte) 1, (byte) 2, (byte) 3);

        canvas.paste(ground(100, 80), 1, 50, 40, 20, 20, new Area(10, 10, 20, 20));

        RgbImage picture = canvas.picture();
        assertThat(picture.rgb()[3 * (9 * 64 + 15)]).isEqualTo((byte) 1);
        assertThat(picture.rgb()[3 * (10 * 64 + 10)]).isEqualTo((byte) 100);
        assertThat(picture.rgb()[3 * (30 * 64 + 20)]).isEqualTo((byte) 1);
    }

    @Test
    void paste_besideTheArea_changesNothing() {
        Canvas canvas = new Canvas(64);

        canvas.paste(ground(20, 20), 1, 0, 0, 50, 50, new Area(0, 0, 40, 40));

        assertThat(canvas.picture().rgb()).containsOnly(0);
    }

    private static RgbImage ground(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 100);
        return new RgbImage(width, height, rgb);
    }
}
