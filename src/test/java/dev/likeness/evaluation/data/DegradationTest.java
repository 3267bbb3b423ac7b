package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.RgbImage;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradationTest {
    private static RgbImage noise() {
        byte[] rgb = new byte[3 * 112 * 112];
        new SplittableRandom(7).nextBytes(rgb);
        return new RgbImage(112, 112, rgb);
    }

    @Test
    void seeded_sameSeedAndPicture_isTheSame() {
        assertThat(Degradation.seeded(3, "Ann/1.jpg")).isEqualTo(Degradation.seeded(3, "Ann/1.jpg"));
    }

    @Test
    void seeded_manyPictures_takesEveryKindAboutEqually() {
        Map<Class<?>, Integer> kinds = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            kinds.merge(Degradation.seeded(1, "picture " + i).getClass(), 1, Integer::sum);
        }

        assertThat(kinds).hasSize(4).allSatisfy((_, count) -> assertThat(count).isBetween(850, 1_150));
    }

    @Test
    void applied_keepsTheSizeAndCostsSharpness() {
        double sharp = Sharpness.of(noise());

        for (Degradation degradation :
                new Degradation[] {new Degradation.Blur(2), new Degradation.Downscale(4), new Degradation.Jpeg(5)}) {
            RgbImage worse = degradation.apply(noise());
            assertThat(worse.width()).isEqualTo(112);
            assertThat(worse.height()).isEqualTo(112);
            assertThat(Sharpness.of(worse)).as(degradation.toString()).isLessThan(sharp / 2);
        }
    }

    @Test
    void sharpness_ofFlatGray_isZero() {
        assertThat(Sharpness.of(new RgbImage(8, 8, new byte[3 * 64]))).isZero();
    }
}
