package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageTest {
    private static final RgbImage LETTER = TestPictures.rgb(TestPictures.letter());

    @Test
    void constructor_wrongLength_isRefused() {
        assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11]))
                .hasMessage("an image of positive sides needs 3·width·height bytes, got: 2×2 and 11 bytes");
    }

    @Test
    void crop_ofAPart_holdsItsPixels() {
        RgbImage part = LETTER.crop(16, 32, 40, 20);

        assertThat(part.width()).isEqualTo(40);
        assertThat(part.height()).isEqualTo(20);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 40; x++) {
                assertThat(TestPictures.color(part, x, y)).isEqualTo(TestPictures.color(LETTER, 16 + x, 32 + y));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,0,5,5", "0,-1,5,5", "0,0,0,5", "0,0,5,0", "92,0,5,5", "0,124,5,5", "5,5,2147483647,5"})
    void crop_emptyOrPastAnEdge_isRefused(int left, int top, int width, int height) {
        assertThatThrownBy(() -> LETTER.crop(left, top, width, height))
                .hasMessage("a crop must be a part of the 96×128 image, got: %d×%d at (%d, %d)"
                        .formatted(width, height, left, top));
    }

    @Test
    void resized_toHalf_averages() {
        RgbImage half = LETTER.resized(48, 64);

        assertThat(TestPictures.cells(half)).isEqualTo(TestPictures.letterCells());
        assertThat(TestPictures.color(half, 4, 4)).isEqualTo(TestPictures.PAPER);
    }

    @Test
    void resized_toItsOwnSize_isItself() {
        assertThat(LETTER.resized(96, 128)).isSameAs(LETTER);
    }

    @Test
    void resized_toNothing_isRefused() {
        assertThatThrownBy(() -> LETTER.resized(0, 10)).hasMessageContaining("got: 0×10");
    }

    @Test
    void toJpeg_finestQuality_keepsColorsSharp() {
        // One red column in blue: chroma subsampling would mix them.
        byte[] rgb = new byte[3 * 32 * 32];
        for (int i = 0; i < 32 * 32; i++) {
            rgb[3 * i + (i % 32 == 15 ? 0 : 2)] = (byte) 255;
        }

        RgbImage back = new ImageReader(ImageOptions.defaults())
                .open(new RgbImage(32, 32, rgb).toJpeg(100))
                .decode();

        assertThat(TestPictures.distance(TestPictures.color(back, 15, 10), 0xFF0000))
                .isLessThanOrEqualTo(6);
        assertThat(TestPictures.distance(TestPictures.color(back, 16, 10), 0x0000FF))
                .isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void toJpeg_qualityOutOfRange_isRefused(int quality) {
        assertThatThrownBy(() -> LETTER.toJpeg(quality))
                .hasMessage("JPEG quality must be between 1 and 100, got: " + quality);
    }

    @Test
    void blurred_spreadsAPointAndKeepsItsLight() {
        byte[] rgb = new byte[3 * 21 * 21];
        Arrays.fill(rgb, 3 * (10 * 21 + 10), 3 * (10 * 21 + 10) + 3, (byte) 250);

        RgbImage blurred = new RgbImage(21, 21, rgb).blurred(1);

        // The middle of a Gaussian of σ 1 holds 1 / 2π of the whole.
        assertThat(blurred.rgb()[3 * (10 * 21 + 10)] & 0xff).isBetween(38, 42);
        assertThat(blurred.width()).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 101, Double.NaN})
    void blurred_sigmaOutOfRange_isRefused(double sigma) {
        assertThatThrownBy(() -> LETTER.blurred(sigma))
                .hasMessage("a blur's sigma must be above 0 and at most 100, got: " + sigma);
    }

    @Test
    void alignedCorrelation_pictureAFewPixelsElsewhere_isLaidOverIt() {
        RgbImage whole = dots(1).resized(300, 300);
        RgbImage elsewhere = whole.crop(44, 17, 204, 184).resized(200, 180);

        assertThat(whole.crop(40, 20, 200, 180).alignedCorrelation(elsewhere)).isGreaterThan(0.999);
        assertThat(whole.crop(40, 20, 200, 180).alignedCorrelation(dots(2).resized(200, 180)))
                .isLessThan(0.9);
    }

    @Test
    void toPreviewJpeg_isSmallerThanFullColorAndHasNoMetadata() {
        RgbImage image = dots(3).resized(300, 200);

        byte[] preview = image.toPreviewJpeg(85);

        assertThat(preview.length).isLessThan(image.toJpeg(85).length);
        assertThat(new String(preview, StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "http");
        assertThatThrownBy(() -> image.toPreviewJpeg(101)).hasMessageContaining("between 1 and 100");
    }

    @Test
    void alignedCorrelation_pictureThatShowsNothing_isZero() {
        RgbImage gray = new RgbImage(40, 30, new byte[3 * 40 * 30]);

        assertThat(gray.alignedCorrelation(gray)).isZero();
        assertThat(dots(1).resized(40, 30).alignedCorrelation(gray)).isZero();
    }

    @Test
    void correlationWithin_partNearThePlaceNamed_isFoundAndAnotherPictureIsNot() {
        RgbImage whole = dots(1).resized(300, 300);
        RgbImage part = whole.crop(40, 20, 200, 180);

        assertThat(part.correlationWithin(whole, 44, 17)).isGreaterThan(0.99);
        assertThat(part.correlationWithin(dots(2).resized(300, 300), 44, 17)).isLessThan(0.9);
    }

    @Test
    void correlationWithin_partThatWouldReachPastTheEdge_isNone() {
        RgbImage whole = dots(1).resized(300, 300);

        assertThat(whole.correlationWithin(whole.crop(40, 20, 200, 180), -40, -20))
                .isZero();
    }

    /// Smooth spots of random light.
    private static RgbImage dots(long seed) {
        byte[] rgb = new byte[3 * 20 * 20];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(20, 20, rgb);
    }
}
