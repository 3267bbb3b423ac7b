package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.CaptureTime;
import dev.likeness.image.header.ImageFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    static List<Arguments> everyFormat() {
        BufferedImage letter = TestPictures.letter();
        IndexColorModel colors = new IndexColorModel(
                1, 2, new int[] {TestPictures.PAPER, TestPictures.INK}, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage palette =
                new BufferedImage(TestPictures.WIDTH, TestPictures.HEIGHT, BufferedImage.TYPE_BYTE_BINARY, colors);
        palette.createGraphics().drawImage(letter, 0, 0, null);
        BufferedImage gray = new BufferedImage(TestPictures.WIDTH, TestPictures.HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        gray.createGraphics().drawImage(letter, 0, 0, null);
        BufferedImage deepGray =
                new BufferedImage(TestPictures.WIDTH, TestPictures.HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
        deepGray.createGraphics().drawImage(letter, 0, 0, null);
        int progressive = opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
        return List.of(
                Arguments.of("baseline JPEG", ImageFormat.JPEG, TestPictures.jpeg(letter)),
                Arguments.of("progressive JPEG", ImageFormat.JPEG, TestPictures.openCv(".jpg", letter, progressive, 1)),
                Arguments.of("gray JPEG", ImageFormat.JPEG, TestPictures.encode(gray, "jpeg")),
                Arguments.of("RGB PNG", ImageFormat.PNG, TestPictures.encode(letter, "png")),
                Arguments.of("palette PNG", ImageFormat.PNG, TestPictures.encode(palette, "png")),
                Arguments.of("gray PNG", ImageFormat.PNG, TestPictures.encode(gray, "png")),
                Arguments.of("16-bit PNG", ImageFormat.PNG, TestPictures.encode(deepGray, "png")),
                Arguments.of("lossy WebP", ImageFormat.WEBP, TestPictures.openCv(".webp", letter, 64, 90)),
                Arguments.of("lossless WebP", ImageFormat.WEBP, TestPictures.losslessWebp(letter)),
                Arguments.of("GIF", ImageFormat.GIF, TestPictures.encode(letter, "gif")),
                Arguments.of("LZW TIFF", ImageFormat.TIFF, TestPictures.encode(letter, "tiff", "LZW")),
                Arguments.of("deflate TIFF", ImageFormat.TIFF, TestPictures.encode(letter, "tiff", "Deflate")),
                Arguments.of("gray TIFF", ImageFormat.TIFF, TestPictures.encode(gray, "tiff", "LZW")),
                Arguments.of("16-bit TIFF", ImageFormat.TIFF, TestPictures.encode(deepGray, "tiff", "LZW")),
                Arguments.of("BMP", ImageFormat.BMP, TestPictures.encode(letter, "bmp")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyFormat")
    void decode_everyFormat_givesThePicture(String name, ImageFormat format, byte[] file) {
        EncodedImage opened = reader.open(file);
        RgbImage image = opened.decode();

        assertThat(opened.format()).isEqualTo(format);
        assertThat(opened.width()).isEqualTo(TestPictures.WIDTH).isEqualTo(image.width());
        assertThat(opened.height()).isEqualTo(TestPictures.HEIGHT).isEqualTo(image.height());
        boolean gray = name.contains("gray") || name.contains("16-bit");
        if (!gray) {
            assertThat(TestPictures.cells(image)).isEqualTo(TestPictures.letterCells());
        }
        // Rec. 601 luma of cream is 223 and of blue 69.
        int paper = TestPictures.color(image, 8, 8);
        int ink = TestPictures.color(image, 24, 24);
        assertThat(TestPictures.distance(paper, gray ? 0xDFDFDF : TestPictures.PAPER))
                .isLessThanOrEqualTo(10);
        assertThat(TestPictures.distance(ink, gray ? 0x454545 : TestPictures.INK))
                .isLessThanOrEqualTo(10);
    }

    private static Map<String, byte[]> withOrientation(int orientation) {
        BufferedImage stored = TestPictures.stored(orientation);
        byte[] exif = TestPictures.exif(orientation);
        byte[] webp = TestPictures.losslessWebp(stored);
        return Map.of(
                "JPEG", TestPictures.jpegWithExif(TestPictures.jpeg(stored), exif),
                "PNG", TestPictures.withChunk(TestPictures.encode(stored, "png"), "eXIf", exif),
                "WebP",
                        TestPictures.webp(
                                TestPictures.webpExtendedHeader(0x08, stored.getWidth(), stored.getHeight()),
                                TestPictures.webpPictureChunk(webp),
                                TestPictures.riffChunk("EXIF", exif)),
                "TIFF", TestPictures.tiff(stored, orientation, stored.getWidth(), stored.getHeight()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_eachOrientation_turnsTheLetterUpright(int orientation) {
        withOrientation(orientation).forEach((container, file) -> {
            EncodedImage opened = reader.open(file);

            assertThat(opened.width()).as(container).isEqualTo(TestPictures.WIDTH);
            assertThat(opened.height()).as(container).isEqualTo(TestPictures.HEIGHT);
            assertThat(TestPictures.cells(opened.decode())).as(container).isEqualTo(TestPictures.letterCells());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decodeReduced_eachOrientationOfAJpeg_turnsTheLetterUpright(int orientation) {
        byte[] file = TestPictures.jpegWithExif(
                TestPictures.jpeg(TestPictures.stored(orientation)), TestPictures.exif(orientation));

        RgbImage half = reader.open(file).decodeReduced(64);

        assertThat(half.height()).isEqualTo(64);
        assertThat(TestPictures.cells(half)).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_orientationOutOfRange_isTakenForUpright() {
        byte[] file = TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), TestPictures.exif(9));

        assertThat(TestPictures.cells(reader.open(file).decode())).isEqualTo(TestPictures.letterCells());
    }

    @ParameterizedTest(name = "long side 128, at least {0} wanted: {1}")
    @CsvSource({"1,16", "16,16", "17,32", "32,32", "33,64", "64,64", "65,128", "128,128", "5000,128"})
    void decodeReduced_ofAJpeg_takesTheSmallestSizeThatSuffices(int minLongSide, int longSide) {
        EncodedImage opened = reader.open(TestPictures.jpeg(TestPictures.letter()));

        assertThat(opened.decodeReduced(minLongSide).longSide()).isEqualTo(longSide);
    }

    @Test
    void decodeReduced_oddSides_areRoundedUp() {
        EncodedImage opened = reader.open(TestPictures.jpeg(TestPictures.flat(101, 51, 0x808080)));

        RgbImage half = opened.decodeReduced(51);

        assertThat(half.width()).isEqualTo(51);
        assertThat(half.height()).isEqualTo(26);
    }

    @Test
    void decodeReduced_ofAPng_isFullSize() {
        EncodedImage opened = reader.open(TestPictures.encode(TestPictures.letter(), "png"));

        assertThat(opened.decodeReduced(1).longSide()).isEqualTo(TestPictures.HEIGHT);
    }

    @Test
    void decodeReduced_zero_isRefused() {
        EncodedImage opened = reader.open(TestPictures.jpeg(TestPictures.letter()));

        assertThatThrownBy(() -> opened.decodeReduced(0)).hasMessage("minLongSide must be at least 1, got: 0");
    }

    @Test
    void captureTime_originalAndDigitized_isTheOriginal() {
        byte[] exif = TestPictures.exif(1, "2019:07:14 18:30:05", "2021:01:01 00:00:00");

        assertThat(reader.open(TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), exif))
                        .captureTime())
                .contains(CaptureTime.exif(LocalDateTime.of(2019, 7, 14, 18, 30, 5)));
    }

    @Test
    void captureTime_digitizedOnly_isThat() {
        byte[] exif = TestPictures.exif(1, null, "1987:12:24 20:00:00");

        assertThat(reader.open(TestPictures.withChunk(TestPictures.encode(TestPictures.letter(), "png"), "eXIf", exif))
                        .captureTime())
                .contains(CaptureTime.exif(LocalDateTime.of(1987, 12, 24, 20, 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000:00:00 00:00:00", "    :  :     :  :  ", "2019:02:30 10:00:00", "yesterday, at noon."})
    void captureTime_unsetOrImpossible_isNone(String time) {
        byte[] exif = TestPictures.exif(1, time, null);

        assertThat(reader.open(TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), exif))
                        .captureTime())
                .isEmpty();
    }

    @Test
    void captureTime_withoutExif_isNone() {
        assertThat(reader.open(TestPictures.jpeg(TestPictures.letter())).captureTime())
                .isEmpty();
    }

    private static BufferedImage halfTransparentRed() {
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64; i++) {
            picture.setRGB(i % 8, i / 8, i % 8 < 4 ? 0x80FF0000 : 0x00123456);
        }
        return picture;
    }

    @Test
    void decode_transparency_liesOverWhite() {
        List<byte[]> files = List.of(
                TestPictures.encode(halfTransparentRed(), "png"), TestPictures.losslessWebp(halfTransparentRed()));

        for (byte[] file : files) {
            RgbImage image = reader.open(file).decode();

            assertThat(TestPictures.distance(TestPictures.color(image, 1, 1), 0xFF7F7F))
                    .isLessThanOrEqualTo(1);
            assertThat(TestPictures.color(image, 6, 6)).isEqualTo(0xFFFFFF);
        }
    }

    @Test
    void decode_animatedGif_isTheFirstFrame() {
        byte[] file = TestPictures.encodeAll(
                "gif", TestPictures.letter(), TestPictures.flat(TestPictures.WIDTH, TestPictures.HEIGHT, 0xFF0000));

        assertThat(TestPictures.cells(reader.open(file).decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_gifFrameSmallerThanItsCanvas_liesInItsPlaceOnWhite() {
        byte[] file = TestPictures.encode(TestPictures.flat(4, 4, 0x0000FF), "gif");
        int frame = frameDescriptor(file);
        file[6] = 10;
        file[8] = 12;
        file[frame + 1] = 5;
        file[frame + 3] = 7;

        RgbImage image = reader.open(file).decode();

        assertThat(image.width()).isEqualTo(10);
        assertThat(image.height()).isEqualTo(12);
        assertThat(TestPictures.color(image, 4, 7)).isEqualTo(0xFFFFFF);
        assertThat(TestPictures.color(image, 5, 7)).isEqualTo(0x0000FF);
        assertThat(TestPictures.color(image, 8, 10)).isEqualTo(0x0000FF);
        assertThat(TestPictures.color(image, 9, 11)).isEqualTo(0xFFFFFF);
    }

    /// The image descriptor follows the color table and whatever extensions the writer makes; it names the
    /// 4×4 frame.
    static int frameDescriptor(byte[] gif) {
        for (int at = 13; at < gif.length - 9; at++) {
            if (gif[at] == ',' && gif[at + 5] == 4 && gif[at + 6] == 0 && gif[at + 7] == 4 && gif[at + 8] == 0) {
                return at;
            }
        }
        throw new AssertionError("the GIF has no 4×4 frame");
    }

    @Test
    void decode_animatedWebp_isTheFirstFrame() {
        byte[] first = TestPictures.webpPictureChunk(TestPictures.losslessWebp(TestPictures.letter()));
        byte[] second = TestPictures.webpPictureChunk(
                TestPictures.losslessWebp(TestPictures.flat(TestPictures.WIDTH, TestPictures.HEIGHT, 0xFF0000)));
        byte[] place = new byte[16];
        place[6] = TestPictures.WIDTH - 1;
        place[9] = TestPictures.HEIGHT - 1;
        place[12] = 100;
        byte[] file = TestPictures.webp(
                TestPictures.webpExtendedHeader(0x02, TestPictures.WIDTH, TestPictures.HEIGHT),
                TestPictures.riffChunk("ANIM", new byte[6]),
                TestPictures.riffChunk("ANMF", TestPictures.join(place, first)),
                TestPictures.riffChunk("ANMF", TestPictures.join(place, second)));

        assertThat(TestPictures.cells(reader.open(file).decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_tiffOfManyPages_isTheLargest() {
        byte[] file = TestPictures.encodeAll(
                "tiff",
                TestPictures.flat(30, 20, 0xFF0000),
                TestPictures.letter(),
                TestPictures.flat(TestPictures.WIDTH, TestPictures.HEIGHT, 0xFF0000));

        assertThat(TestPictures.cells(reader.open(file).decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_jpegCutOffAtSixtyPercent_isReadAsFarAsItGoesAndGrayBelow() {
        // Seed 7. Noise, so that the data is spread evenly over the rows.
        BufferedImage noise = TestPictures.flat(256, 256, 0);
        Random random = new Random(7);
        for (int i = 0; i < 256 * 256; i++) {
            noise.setRGB(i % 256, i / 256, random.nextInt(0x1000000));
        }
        byte[] whole = TestPictures.jpeg(noise);
        byte[] cut = Arrays.copyOf(whole, whole.length * 6 / 10);

        RgbImage read = reader.open(cut).decode();

        RgbImage complete = reader.open(whole).decode();
        int row = 3 * 256;
        assertThat(Arrays.copyOf(read.rgb(), 128 * row)).isEqualTo(Arrays.copyOf(complete.rgb(), 128 * row));
        assertThat(TestPictures.distance(TestPictures.color(read, 250, 250), 0x808080))
                .isLessThanOrEqualTo(2);
        assertThat(reader.open(cut).decodeReduced(128).longSide()).isEqualTo(128);
    }

    @Test
    void decode_progressiveJpegCutOff_isReadCoarsely() {
        byte[] whole = TestPictures.openCv(".jpg", TestPictures.letter(), opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);

        RgbImage read = reader.open(Arrays.copyOf(whole, whole.length * 6 / 10)).decode();

        assertThat(TestPictures.cells(read)).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_byManyThreadsAtOnce_isTheSameForAll() throws Exception {
        EncodedImage opened = reader.open(
                TestPictures.jpegWithProfile(TestPictures.jpeg(TestPictures.letter()), TestProfiles.displayP3()));
        byte[] expected = opened.decode().rgb();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<byte[]>> work =
                    Collections.nCopies(64, () -> opened.decode().rgb());
            for (Future<byte[]> result : threads.invokeAll(work)) {
                assertThat(result.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void decode_manyTimes_keepsNoNativeMemory() {
        byte[] jpeg = TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.stored(6)), TestPictures.exif(6));
        byte[] png = TestPictures.encode(halfTransparentRed(), "png");
        decodeAll(jpeg, png);
        long before = Pointer.totalBytes();
        long countBefore = Pointer.totalCount();

        for (int i = 0; i < 200; i++) {
            decodeAll(jpeg, png);
        }

        assertThat(Pointer.totalBytes()).isEqualTo(before);
        assertThat(Pointer.totalCount()).isEqualTo(countBefore);
    }

    private void decodeAll(byte[]... files) {
        for (byte[] file : files) {
            reader.open(file).decode().resized(20, 20).toJpeg(90);
        }
    }
}
