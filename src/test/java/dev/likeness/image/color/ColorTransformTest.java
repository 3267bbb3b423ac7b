package dev.likeness.image.color;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.TestPictures;
import dev.likeness.image.TestProfiles;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColorTransformTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    private int decoded(byte[] file) {
        return TestPictures.color(reader.open(file).decode(), 8, 8);
    }

    private static byte[] png(int color) {
        return TestPictures.encode(TestPictures.flat(16, 16, color), "png");
    }

    /// sRGB's own primaries as Display P3 numbers them (CSS Color 4 gives red as 0.9175 0.2003 0.1386).
    @ParameterizedTest(name = "Display P3 {0} is sRGB {1}")
    @CsvSource({
        "EA3323, FF0000",
        "75FB4C, 00FF00",
        "0000F5, 0000FF",
        "FFFFFF, FFFFFF",
        "000000, 000000",
        "808080, 808080",
        "FF0000, FF0000"
    })
    void decode_displayP3_isSrgb(String stored, String expected) {
        int color = Integer.parseInt(stored, 16);
        byte[] profile = TestProfiles.displayP3();
        byte[] webp = TestPictures.losslessWebp(TestPictures.flat(16, 16, color));

        assertThat(TestPictures.distance(
                        decoded(TestPictures.pngWithProfile(png(color), profile)), Integer.parseInt(expected, 16)))
                .as("PNG")
                .isLessThanOrEqualTo(3);
        assertThat(TestPictures.distance(
                        decoded(TestPictures.jpegWithProfile(
                                TestPictures.jpeg(TestPictures.flat(16, 16, color)), profile)),
                        Integer.parseInt(expected, 16)))
                .as("JPEG")
                .isLessThanOrEqualTo(8);
        assertThat(TestPictures.distance(
                        decoded(TestPictures.webp(
                                TestPictures.webpExtendedHeader(0x20, 16, 16),
                                TestPictures.riffChunk("ICCP", profile),
                                TestPictures.webpPictureChunk(webp))),
                        Integer.parseInt(expected, 16)))
                .as("WebP")
                .isLessThanOrEqualTo(3);
    }

    @ParameterizedTest(name = "Adobe RGB {0} is sRGB {1}")
    @CsvSource({"DB0000, FF0000", "90FF3C, 00FF00", "0000FA, 0000FF", "7F7F7F, 7F7F7F"})
    void decode_adobeRgb_isSrgb(String stored, String expected) {
        byte[] file = TestPictures.pngWithProfile(png(Integer.parseInt(stored, 16)), TestProfiles.adobeRgb());

        assertThat(TestPictures.distance(decoded(file), Integer.parseInt(expected, 16)))
                .isLessThanOrEqualTo(4);
    }

    @Test
    void decode_reducedJpegWithProfile_isSrgbToo() {
        byte[] file = TestPictures.jpegWithProfile(
                TestPictures.jpeg(TestPictures.flat(64, 64, 0xEA3323)), TestProfiles.displayP3());

        int color = TestPictures.color(reader.open(file).decodeReduced(16), 4, 4);

        assertThat(TestPictures.distance(color, 0xFF0000)).isLessThanOrEqualTo(8);
    }

    @Test
    void decode_linearGray_isBrightened() {
        BufferedImage gray = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = gray.getRaster();
        raster.setSamples(0, 0, 16, 16, 0, samples(256, 55));

        // 55/255 of the light is 0.2157, which sRGB writes as 128.
        int png = decoded(TestPictures.pngWithProfile(TestPictures.encode(gray, "png"), TestProfiles.linearGray()));
        int jpeg = decoded(TestPictures.jpegWithProfile(TestPictures.encode(gray, "jpeg"), TestProfiles.linearGray()));

        assertThat(TestPictures.distance(png, 0x808080)).isLessThanOrEqualTo(2);
        assertThat(TestPictures.distance(jpeg, 0x808080)).isLessThanOrEqualTo(3);
    }

    private static int[] samples(int count, int value) {
        int[] samples = new int[count];
        Arrays.fill(samples, value);
        return samples;
    }

    @Test
    void of_srgbUnderAnyName_isNothingToDo() {
        assertThat(ColorTransform.of(ByteBuffer.wrap(TestProfiles.srgb()), 3)).isSameAs(ColorTransform.NONE);
    }

    @Test
    void of_matrixProfile_isDoneByTables() {
        assertThat(ColorTransform.of(ByteBuffer.wrap(TestProfiles.displayP3()), 3))
                .isInstanceOf(ColorTransform.MatrixShaper.class);
        assertThat(ColorTransform.of(ByteBuffer.wrap(TestProfiles.adobeRgb()), 3))
                .isInstanceOf(ColorTransform.MatrixShaper.class);
    }

    @Test
    void of_profileOfOtherChannels_isIgnored() {
        assertThat(ColorTransform.of(ByteBuffer.wrap(TestProfiles.linearGray()), 3))
                .isSameAs(ColorTransform.NONE);
        assertThat(ColorTransform.of(ByteBuffer.wrap(TestProfiles.strangePress()), 3))
                .isSameAs(ColorTransform.NONE);
    }

    @Test
    void of_sameProfileTwice_isMeasuredOnce() {
        ColorTransformCache transforms = new ColorTransformCache();

        ColorTransform first = transforms.get(ByteBuffer.wrap(TestProfiles.displayP3()), 3);

        assertThat(transforms.get(ByteBuffer.wrap(TestProfiles.displayP3()), 3)).isSameAs(first);
    }

    @ParameterizedTest(name = "first {0} bytes of the profile")
    @ValueSource(ints = {0, 1, 64, 127, 128, 132, 200, 300})
    void decode_brokenProfile_isReadWithoutIt(int length) {
        byte[] profile = Arrays.copyOf(TestProfiles.displayP3(), length);

        assertThat(decoded(TestPictures.pngWithProfile(png(0x336699), profile))).isEqualTo(0x336699);
        assertThat(TestPictures.distance(
                        decoded(TestPictures.jpegWithProfile(
                                TestPictures.jpeg(TestPictures.flat(16, 16, 0x336699)), profile)),
                        0x336699))
                .isLessThanOrEqualTo(2);
    }

    @Test
    void decode_profileThatInflatesWithoutEnd_isReadWithoutIt() {
        byte[] bomb = TestPictures.withChunk(
                png(0x336699),
                "iCCP",
                TestPictures.join(TestPictures.latin("bomb\0\0"), TestPictures.deflated(new byte[64 << 20])));

        assertThat(decoded(bomb)).isEqualTo(0x336699);
    }

    /// A CMYK JPEG as Photoshop writes it: inks inverted, 0 the full ink, and an Adobe marker that says which of the
    /// two, CMYK (0) or YCCK (2), the four components are.
    private static byte[] cmykJpeg(int adobeTransform, int... components) {
        WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int band = 0; band < 4; band++) {
            raster.setSamples(0, 0, 16, 16, band, samples(256, components[band]));
        }
        ImageWriter writer = ImageIO.getImageWriters(
                        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR), "jpeg")
                .next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(raster, null, null), null);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        byte[] adobe = TestPictures.latin("Adobe\0d\0\0\0\0" + (char) adobeTransform);
        return TestPictures.withSegment(file.toByteArray(), 0xEE, adobe);
    }

    @Test
    void decode_cmykJpegWithoutProfile_isNotInverted() {
        int red = decoded(cmykJpeg(0, 255, 0, 0, 255));
        int white = decoded(cmykJpeg(0, 255, 255, 255, 255));
        int black = decoded(cmykJpeg(0, 255, 255, 255, 0));

        assertThat(red >> 16).isGreaterThan(200);
        assertThat((red >> 8) & 0xFF).isLessThan(80);
        assertThat(red & 0xFF).isLessThan(80);
        assertThat(TestPictures.distance(white, 0xFFFFFF)).isLessThanOrEqualTo(4);
        assertThat(TestPictures.distance(black, 0x000000)).isLessThanOrEqualTo(60);
    }

    @Test
    void decode_ycckJpeg_isTurnedIntoCmykFirst() {
        // YCC is taken of what the stored, inverted inks 255 0 0 lack: 0 255 255, in Rec. 601 179 171 1.
        int red = decoded(cmykJpeg(2, 179, 171, 1, 255));

        assertThat(red >> 16).isGreaterThan(200);
        assertThat((red >> 8) & 0xFF).isLessThan(80);
        assertThat(red & 0xFF).isLessThan(80);
    }

    @Test
    void decode_cmykJpegWithProfile_hasTheProfilesColors() {
        byte[] magenta = TestPictures.jpegWithProfile(cmykJpeg(0, 255, 0, 255, 255), TestProfiles.strangePress());
        byte[] paper = TestPictures.jpegWithProfile(cmykJpeg(0, 255, 255, 255, 255), TestProfiles.strangePress());

        assertThat(TestPictures.distance(decoded(magenta), 0x00FF00)).isLessThanOrEqualTo(12);
        assertThat(TestPictures.distance(decoded(paper), 0xFFFFFF)).isLessThanOrEqualTo(4);
    }

    @Test
    void decode_cmykTiff_isRgb() {
        int red = decoded(TestPictures.cmykTiff(0, 255, 255, 0));
        int white = decoded(TestPictures.cmykTiff(0, 0, 0, 0));

        assertThat(red >> 16).isGreaterThan(200);
        assertThat((red >> 8) & 0xFF).isLessThan(80);
        assertThat(red & 0xFF).isLessThan(80);
        assertThat(TestPictures.distance(white, 0xFFFFFF)).isLessThanOrEqualTo(4);
    }
}
