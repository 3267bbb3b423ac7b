package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file that should not be, with the one outcome it should have.
class HostileImageTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    private LikenessException refusal(byte[] file) {
        LikenessException refusal = catchThrowableOfType(
                LikenessException.class, () -> reader.open(file).decode());
        assertThat(refusal).as("the refusal").isNotNull();
        return refusal;
    }

    private void assertRefused(byte[] file, ErrorCode code, String message) {
        LikenessException refusal = refusal(file);
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(message);
    }

    @Test
    void open_zeroBytes_saysTheFileIsEmpty() {
        assertThatThrownBy(() -> reader.open(new byte[0]))
                .isInstanceOf(LikenessException.class)
                .hasMessage("the file is empty")
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }

    static List<Arguments> strangers() {
        return List.of(
                Arguments.of("text", "Dear grandmother, größte Grüße".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("an HTML page", TestPictures.latin("<!DOCTYPE html><p>404")),
                Arguments.of("an SVG drawing", TestPictures.latin("<?xml version='1.0'?><svg/>")),
                Arguments.of("a PDF document", TestPictures.latin("%PDF-1.7\n\1\2")),
                Arguments.of("a ZIP archive or office document", TestPictures.latin("PK\3\4....")),
                Arguments.of("an MP4 or QuickTime video", TestPictures.latin("\0\0\0\24ftypisom\0\0\2\0mp41")),
                Arguments.of("only zeros, as an incomplete copy leaves", new byte[4096]),
                Arguments.of("text", TestPictures.latin("BMW is a car, not a bitmap")),
                Arguments.of("unknown bytes that begin 01 02 ff 00", new byte[] {1, 2, -1, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void open_noPicture_saysWhatTheBytesLookLike(String description, byte[] file) {
        assertThatThrownBy(() -> reader.open(file))
                .isInstanceOf(LikenessException.class)
                .hasMessage(
                        "a photo must be one of JPEG, PNG, WebP, GIF, TIFF, BMP, HEIC, AVIF, JPEG XL, JPEG 2000, PSD or RAW, got: "
                                + description)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    }

    private static byte[] pngOfSize(int width, int height, byte[] data) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        return TestPictures.join(
                TestPictures.latin("\u0089PNG\r\n\u001A\n"),
                TestPictures.pngChunk("IHDR", header),
                TestPictures.pngChunk("IDAT", data),
                TestPictures.pngChunk("IEND", new byte[0]));
    }

    @Test
    void open_pngOfSixtyThousandSquared_isTooLarge() {
        byte[] file = pngOfSize(60_000, 60_000, TestPictures.deflated(new byte[1000]));

        assertThatThrownBy(() -> reader.open(file))
                .hasMessage("a photo must have at most 200000000 pixels, got: 60000×60000 (PNG)")
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    @Test
    void open_pngOfNegativeSize_isTooLarge() {
        assertRefused(pngOfSize(-1, -1, new byte[0]), ErrorCode.IMAGE_TOO_LARGE, "4294967295×4294967295");
    }

    @Test
    void open_pngThatDeclaresMoreThanItsDataCanHold_isCorruptBeforeDecoding() {
        byte[] file = pngOfSize(14_000, 14_000, TestPictures.deflated(new byte[1000]));

        assertThatThrownBy(() -> reader.open(file))
                .hasMessageMatching("corrupt PNG: 14000×14000 pixels cannot come out of \\d+ bytes of data");
    }

    @Test
    void decode_pngBombWithinALimit_isTooLargeByThatLimit() {
        byte[] bomb = pngOfSize(4_000, 4_000, TestPictures.deflated(new byte[4_000 * 12_001]));
        ImageReader careful = new ImageReader(
                new ImageOptions(10_000_000, ImageOptions.defaults().converterTimeout()));

        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> careful.open(bomb)).hasMessageContaining("got: 4000×4000 (PNG)");
        assertThat(reader.open(bomb).decode().width()).isEqualTo(4_000);
    }

    @Test
    void open_pngWithAWrongByteInItsHeader_isCorrupt() {
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");
        png[16 + 3]++;

        assertRefused(png, ErrorCode.IMAGE_CORRUPT, "the checksum of its chunk IHDR is wrong");
    }

    @Test
    void open_pngThatEndsEarlyAndDeclaresFarMoreThanItHolds_isCorruptBeforeDecoding() {
        byte[] whole = pngOfSize(14_000, 14_000, TestPictures.deflated(new byte[1000]));

        assertRefused(
                Arrays.copyOf(whole, whole.length - 20),
                ErrorCode.IMAGE_CORRUPT,
                "14000×14000 pixels cannot come out of");
    }

    @Test
    void decode_pngWithRottenData_isCorrupt() {
        assertRefused(pngOfSize(10, 10, new byte[100]), ErrorCode.IMAGE_CORRUPT, "its pixel data cannot be decoded");
    }

    @Test
    void open_gifOfAbsurdCanvasOrFrame_isTooLarge() {
        byte[] canvas = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "gif");
        Arrays.fill(canvas, 6, 10, (byte) 0xFF);
        byte[] frame = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "gif");
        int descriptor = ImageReaderTest.frameDescriptor(frame);
        Arrays.fill(frame, descriptor + 5, descriptor + 9, (byte) 0xFF);

        assertRefused(canvas, ErrorCode.IMAGE_TOO_LARGE, "got: 65535×65535 (GIF)");
        assertRefused(frame, ErrorCode.IMAGE_TOO_LARGE, "got: 65535×65535 (GIF)");
    }

    @Test
    void open_tiffOfAbsurdSize_isTooLarge() {
        assertRefused(
                TestPictures.tiff(TestPictures.flat(4, 4, 0xFF), 1, 1_000_000, 1_000_000),
                ErrorCode.IMAGE_TOO_LARGE,
                "got: 1000000×1000000 (TIFF)");
    }

    @Test
    void open_tiffOfManySamples_isCorrupt() {
        byte[] tiff = TestPictures.tiff(TestPictures.flat(4, 4, 0xFF), 1, 4, 4);
        int samplesPerPixel = 10 + 7 * 12 + 8;
        tiff[samplesPerPixel + 1] = (byte) 0xFF;

        assertRefused(tiff, ErrorCode.IMAGE_CORRUPT, "");
    }

    @Test
    void open_bmpOfAbsurdSize_isTooLarge() {
        byte[] bmp = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "bmp");
        ByteBuffer.wrap(bmp).putInt(18, 0xFFFFFF7F).putInt(22, 0xFFFFFF7F);

        assertRefused(bmp, ErrorCode.IMAGE_TOO_LARGE, "got: 2147483647×2147483647 (BMP)");
    }

    @Test
    void open_webpOfAbsurdCanvas_isTooLarge() {
        byte[] webp = TestPictures.webp(
                TestPictures.webpExtendedHeader(0, 16_000, 16_000),
                TestPictures.webpPictureChunk(TestPictures.losslessWebp(TestPictures.letter())));

        assertRefused(webp, ErrorCode.IMAGE_TOO_LARGE, "got: 16000×16000 (WEBP)");
    }

    @Test
    void open_jpegOfNoHeight_isCorrupt() {
        byte[] jpeg = TestPictures.jpeg(TestPictures.letter());
        int frame = startOfFrame(jpeg);
        jpeg[frame + 5] = 0;
        jpeg[frame + 6] = 0;

        assertRefused(jpeg, ErrorCode.IMAGE_CORRUPT, "both sides must be positive, got: 96×0");
    }

    private static int startOfFrame(byte[] jpeg) {
        int at = 2;
        while (jpeg[at + 1] != (byte) 0xC0) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8) + (jpeg[at + 3] & 0xFF);
        }
        return at;
    }

    @Test
    void open_jpegWithoutPixelData_isCorrupt() {
        byte[] jpeg = TestPictures.jpeg(TestPictures.letter());
        int scan = startOfScanData(jpeg);

        assertRefused(Arrays.copyOf(jpeg, scan), ErrorCode.IMAGE_CORRUPT, "no pixel data follows its header");
        assertRefused(
                TestPictures.join(Arrays.copyOf(jpeg, scan), new byte[] {(byte) 0xFF, (byte) 0xD9}),
                ErrorCode.IMAGE_CORRUPT,
                "no pixel data follows its header");
        assertRefused(
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9},
                ErrorCode.IMAGE_CORRUPT,
                "it ends before any pixel data");
    }

    private static int startOfScanData(byte[] jpeg) {
        int at = 2;
        while (jpeg[at + 1] != (byte) 0xDA) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8) + (jpeg[at + 3] & 0xFF);
        }
        return at + 2 + ((jpeg[at + 2] & 0xFF) << 8) + (jpeg[at + 3] & 0xFF);
    }

    private void assertReadOrRefused(byte[] file, String description) {
        try {
            EncodedImage opened = reader.open(file);
            assertThat(opened.decode().width()).as(description).isPositive();
            assertThat(opened.flaw()).as(description).isNotNull();
            assertThat(opened.captureTime()).as(description).isNotNull();
        } catch (LikenessException e) {
            assertThat(e.code())
                    .as("%s: %s", description, e.getMessage())
                    .isIn(ErrorCode.IMAGE_CORRUPT, ErrorCode.IMAGE_TOO_LARGE, ErrorCode.UNSUPPORTED_FORMAT);
        }
    }

    @Test
    void open_everyFormatCutShort_isRefusedOrReadButNeverFails() {
        for (byte[] whole : List.of(
                TestPictures.jpeg(TestPictures.letter()),
                TestPictures.encode(TestPictures.letter(), "png"),
                TestPictures.losslessWebp(TestPictures.letter()),
                TestPictures.encode(TestPictures.letter(), "gif"),
                TestPictures.encode(TestPictures.letter(), "tiff", "LZW"),
                TestPictures.encode(TestPictures.letter(), "bmp"))) {
            for (int length = 2; length < Math.min(whole.length, 60); length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertReadOrRefused(cut, "%d bytes of %s".formatted(length, whole[1]));
            }
        }
    }

    @Test
    void open_malformedExif_isReadWithoutIt() {
        byte[] good = TestPictures.exif(6, "2019:07:14 18:30:05", null);
        byte[] wildOffset = good.clone();
        ByteBuffer.wrap(wildOffset).putInt(4, 0x7FFFFFF0);
        byte[] loop = good.clone();
        loop[8 + 2 + 24] = 8;
        byte[] noise = new byte[500];
        new Random(11).nextBytes(noise);

        for (byte[] exif : List.of(wildOffset, noise, new byte[0], Arrays.copyOf(good, 9))) {
            EncodedImage opened =
                    reader.open(TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), exif));
            assertThat(opened.captureTime()).isEmpty();
            assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        }
        assertThat(reader.open(TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), loop))
                        .captureTime())
                .isPresent();
    }
}
