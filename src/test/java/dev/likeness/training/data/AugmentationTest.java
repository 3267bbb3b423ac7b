package dev.likeness.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.RgbImage;
import dev.likeness.training.embedder.SyntheticFaceSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final RgbImage FACE = SyntheticFaceSet.picture(3, 1);
    private static final AugmentationOptions NOTHING = new AugmentationOptions(false, 0, 0, 0, 0, 4, 14, 10, 15);
    private static final AugmentationOptions EVERYTHING = new AugmentationOptions(true, 4, 10, .1, 1, 4, 14, 10, 15);

    @Test
    void nothingAskedFor_isTheFaceItself() {
        assertThat(applied(NOTHING, 1).rgb()).isEqualTo(FACE.rgb());
    }

    @Test
    void sameSeed_isTheSamePicture_anotherSeedAnother() {
        assertThat(applied(EVERYTHING, 1).rgb())
                .isEqualTo(applied(EVERYTHING, 1).rgb());
        assertThat(applied(EVERYTHING, 1).rgb())
                .isNotEqualTo(applied(EVERYTHING, 2).rgb());
    }

    @Test
    void flip_mirrorsHalfOfThePictures() {
        AugmentationOptions flip = new AugmentationOptions(true, 0, 0, 0, 0, 4, 14, 10, 15);
        byte[] mirrored = new byte[FACE.rgb().length];
        for (int y = 0; y < 112; y++) {
            for (int x = 0; x < 112; x++) {
                System.arraycopy(FACE.rgb(), 3 * (y * 112 + x), mirrored, 3 * (y * 112 + 111 - x), 3);
            }
        }

        long turned = IntStream.range(0, 200)
                .filter(seed -> java.util.Arrays.equals(applied(flip, seed).rgb(), mirrored))
                .count();

        assertThat(turned).isBetween(70L, 130L);
        assertThat(IntStream.range(0, 200)
                        .filter(seed ->
                                java.util.Arrays.equals(applied(flip, seed).rgb(), FACE.rgb()))
                        .count())
                .isEqualTo(200 - turned);
    }

    @Test
    void shift_alone_movesTheFaceAndLeavesItsMiddleRecognisable() {
        AugmentationOptions shift = new AugmentationOptions(false, 3, 0, 0, 0, 4, 14, 10, 15);
        RgbImage moved = applied(shift, 5);

        double best = Double.POSITIVE_INFINITY;
        for (int dx = -3; dx <= 3; dx++) {
            for (int dy = -3; dy <= 3; dy++) {
                best = Math.min(best, distance(moved, dx, dy));
            }
        }

        assertThat(best).isLessThan(.7 * distance(moved, 20, 20));
        assertThat(moved.rgb()).isNotEqualTo(FACE.rgb());
    }

    /// Mean difference to the face moved by (dx, dy), away from the edges.
    private static double distance(RgbImage picture, int dx, int dy) {
        double sum = 0;
        for (int y = 30; y < 80; y++) {
            for (int x = 30; x < 80; x++) {
                int here = picture.rgb()[3 * (y * 112 + x)] & 0xff;
                int there = FACE.rgb()[3 * ((y - dy) * 112 + x - dx)] & 0xff;
                sum += Math.abs(here - there);
            }
        }
        return sum / 2500;
    }

    private static RgbImage applied(AugmentationOptions options, int seed) {
        return new Augmentation(options).apply(FACE, new SplittableRandom(seed)).seen();
    }
}
