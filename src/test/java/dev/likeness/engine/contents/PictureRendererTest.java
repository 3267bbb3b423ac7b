package dev.likeness.engine.contents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.engine.contents.PictureRenderer.Square;
import dev.likeness.face.Box;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.PhotoFiles;
import dev.likeness.image.RgbImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureRendererTest {
    private static final int RED = 0xC03020;
    private static final int BLUE = 0x2040C0;
    private static final int MAX_JPEG_ERROR = 12;

    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    @ParameterizedTest
    @CsvSource({
        // photo, width asked for, expected
        "1600, 1200, 640, 640, 480",
        "1200, 1600, 640, 640, 853",
        "300, 200, 640, 300, 200",
        "100, 3000, 320, 43, 1280",
        "4001, 3, 320, 320, 1"
    })
    void preview_hasTheWidthButIsNeverEnlargedOrVeryHigh(
            int width, int height, int asked, int expectedWidth, int expectedHeight) {
        byte[] preview = PictureRenderer.preview(photo(width, height, 1), asked);

        EncodedImage read = reader.open(preview);
        assertThat(read.width()).isEqualTo(expectedWidth);
        assertThat(read.height()).isEqualTo(expectedHeight);
    }

    @Test
    void preview_ofATurnedPhoto_isUprightWithoutMetadata() {
        // Orientation 6: the first column as stored is the top.
        byte[] preview = PictureRenderer.preview(photo(1600, 1200, 6), 320);

        RgbImage image = reader.open(preview).decode();
        assertThat(image.width()).isEqualTo(320);
        assertThat(image.height()).isEqualTo(427);
        assertColor(image, 160, 20, RED);
        assertColor(image, 160, 400, BLUE);
        assertThat(new String(preview, StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "GPS", "2019");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "bmp", "gif"})
    void preview_ofAnotherFormat_isAJpeg(String format) {
        EncodedImage photo = reader.open(PhotoFiles.halves(format, 900, 600, RED, BLUE));

        byte[] preview = PictureRenderer.preview(photo, 320);

        assertThat(preview).startsWith(0xFF, 0xD8, 0xFF);
        RgbImage image = reader.open(preview).decode();
        assertThat(image.width()).isEqualTo(320);
        assertColor(image, 20, 100, RED);
        assertColor(image, 300, 100, BLUE);
    }

    @Test
    void square_aroundAFaceInTheMiddle_hasTheFaceInItsMiddle() {
        Square square = Square.around(new Box(400, 300, 440, 360), 2, 1600, 1200);

        assertThat(square).isEqualTo(new Square(360, 270, 120));
    }

    @Test
    void square_aroundAFaceAtAnEdge_isMovedInside() {
        Square square = Square.around(new Box(-20, 1150, 40, 1210), 2, 1600, 1200);

        assertThat(square).isEqualTo(new Square(0, 1080, 120));
    }

    @Test
    void square_largerThanThePhoto_isAsLargeAsItsShortSide() {
        Square square = Square.around(new Box(700, 300, 1100, 900), 4, 1600, 1200);

        assertThat(square.side()).isEqualTo(1200);
        assertThat(square.top()).isZero();
        assertThat(square.left()).isCloseTo(300, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"128, 128", "256, 256", "512, 400"})
    void part_hasTheSizeButIsNeverEnlarged(int size, int expected) {
        // Half of it is red, half is blue.
        byte[] part = PictureRenderer.part(photo(1600, 1200, 1), new Square(600, 100, 400), 1600, size);

        RgbImage image = reader.open(part).decode();
        assertThat(image.width()).isEqualTo(expected);
        assertThat(image.height()).isEqualTo(expected);
        assertColor(image, expected / 4, expected / 2, RED);
        assertColor(image, expected * 3 / 4, expected / 2, BLUE);
    }

    private EncodedImage photo(int width, int height, int orientation) {
        byte[] jpeg = PhotoFiles.halves("jpeg", width, height, RED, BLUE);
        return reader.open(PhotoFiles.withMetadata(jpeg, orientation));
    }

    private static void assertColor(RgbImage image, int x, int y, int expected) {
        assertThat(PhotoFiles.distance(PhotoFiles.color(image, x, y), expected)).isLessThan(MAX_JPEG_ERROR);
    }
}
