package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Precision;
import dev.likeness.face.CaptureTime.Source;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RAW files, Photoshop documents and rare bitmaps.
class RawAndDocumentsTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    @Test
    void decode_rawFile_isItsLargestPreviewTurnedByTheRawFile() {
        byte[] small = RawFiles.preview(384, 512);
        byte[] large = TestPictures.rgb(TestPictures.stored(6))
                .resized(6 * 8 * 32, 6 * 6 * 32)
                .toJpeg(90);

        EncodedImage opened = reader.open(RawFiles.tiffLike(6, small, large));

        assertThat(opened.format()).isEqualTo(ImageFormat.RAW);
        assertThat(opened.width()).isEqualTo(6 * 6 * 32);
        assertThat(opened.height()).isEqualTo(6 * 8 * 32);
        assertThat(TestPictures.cells(opened.decodeReduced(100))).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_fujiFile_isItsPreview() {
        EncodedImage opened = reader.open(RawFiles.fuji(RawFiles.preview(384, 512)));

        assertThat(opened.format()).isEqualTo(ImageFormat.RAW);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_canonFile_findsThePreviewAmongItsDataAndTurnsIt() {
        byte[] preview =
                TestPictures.rgb(TestPictures.stored(8)).resized(512, 384).toJpeg(90);

        EncodedImage opened = reader.open(RawFiles.canon(8, preview));

        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        assertThat(opened.captureTime()).contains(CaptureTime.exif(LocalDateTime.of(2021, 3, 4, 5, 6, 7)));
    }

    @Test
    void open_rawFileWithNothingButAThumbnail_isCorruptAndSaysSo() {
        byte[] thumbnail = RawFiles.preview(120, 160);

        assertThatThrownBy(() -> reader.open(RawFiles.tiffLike(1, thumbnail, thumbnail)))
                .hasMessage("corrupt RAW: its largest preview has only 120×160 pixels; export it as JPEG");
        assertThatThrownBy(() -> reader.open(RawFiles.fuji(new byte[500])))
                .hasMessage("corrupt RAW: it contains no JPEG preview; export it as JPEG");
    }

    @Test
    void open_rawFileOfManySegments_endsSoon() {
        byte[] segments = new byte[3 << 20];
        for (int i = 0; i + 6 <= segments.length; i += 6) {
            System.arraycopy(new byte[] {-1, (byte) 0xD8, -1, (byte) 0xE0, 0, 2}, 0, segments, i, 6);
        }

        assertThatThrownBy(() -> reader.open(RawFiles.fuji(segments))).hasMessageContaining("no JPEG preview");
    }

    @Test
    void decode_photoshopDocument_isItsMergedPicture() {
        EncodedImage opened = reader.open(RawFiles.psd(TestPictures.letter()));

        assertThat(opened.format()).isEqualTo(ImageFormat.PSD);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        assertThat(opened.flaw()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decode_bmpOfSixteenBits_hasItsColours(boolean bitFields) {
        RgbImage image =
                reader.open(RawFiles.bmp16(TestPictures.letter(), bitFields)).decode();

        assertThat(TestPictures.cells(image)).isEqualTo(TestPictures.letterCells());
        assertThat(TestPictures.distance(TestPictures.color(image, 1, 1), TestPictures.PAPER))
                .isLessThanOrEqualTo(8);
    }

    /// Noise of a fixed seed, so that the data are spread evenly over the rows.
    private static byte[] noise(String format, String... compression) {
        var picture = TestPictures.flat(64, 128, 0);
        Random random = new Random(5);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 64; x++) {
                picture.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        if (format.equals("jpeg")) {
            return TestPictures.jpeg(picture);
        }
        return format.equals("webp")
                ? TestPictures.losslessWebp(picture)
                : TestPictures.encode(picture, format, compression);
    }

    @Test
    void decode_filesThatEndEarly_areReadAsFarAsTheyGoAndSaySo() {
        for (byte[] whole :
                List.of(noise("png"), noise("webp"), noise("gif"), noise("bmp"), noise("jpeg"), noise("tiff", "LZW"))) {
            byte[] cut = Arrays.copyOf(whole, whole.length * 7 / 10);
            if (whole[0] == 'I' || whole[0] == 'M') {
                cut = withoutTheMiddle(whole);
            }
            String name = new String(whole, 0, 4, StandardCharsets.ISO_8859_1);
            RgbImage complete = reader.open(whole).decode();

            EncodedImage opened = reader.open(cut);
            RgbImage image = opened.decode();

            // A bitmap is stored from the bottom up.
            int row = whole[0] == 'B' ? 127 : 3;
            assertThat(image.width()).as(name).isEqualTo(64);
            assertThat(TestPictures.color(image, 20, row)).as(name).isEqualTo(TestPictures.color(complete, 20, row));
            assertThat(opened.flaw()).as(name).contains("the file ends early");
            assertThat(reader.open(whole).flaw()).as(name).isEmpty();
        }
    }

    /// The directory of a TIFF may lie behind its pixels, so a cut at the end would leave nothing to read.
    private static byte[] withoutTheMiddle(byte[] tiff) {
        byte[] damaged = tiff.clone();
        Arrays.fill(damaged, tiff.length / 2, tiff.length * 6 / 10, (byte) 0xFF);
        return damaged;
    }

    @Test
    void decode_pngWithoutItsLastChunk_isWhole() {
        byte[] whole = noise("png");

        EncodedImage opened = reader.open(Arrays.copyOf(whole, whole.length - 6));

        assertThat(opened.decode().rgb()).isEqualTo(reader.open(whole).decode().rgb());
        assertThat(opened.flaw()).contains("the file ends early");
    }

    @Test
    void decode_pngWithAWrongByte_isReadUpToIt() {
        byte[] whole = noise("png");
        byte[] wrong = whole.clone();
        wrong[whole.length * 8 / 10]++;

        EncodedImage opened = reader.open(wrong);

        assertThat(TestPictures.color(opened.decode(), 5, 5))
                .isEqualTo(TestPictures.color(reader.open(whole).decode(), 5, 5));
        assertThat(opened.flaw()).contains("the checksum of its chunk IDAT is wrong");
    }

    @Test
    void orientation_inXmpOnly_counts() {
        byte[] packet = TestPictures.latin("<rdf:Description tiff:Orientation=\"6\" xmp:CreateDate=\"2018-05-06\"/>");
        byte[] jpeg = TestPictures.withSegment(
                TestPictures.jpeg(TestPictures.stored(6)),
                0xE1,
                TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"),
                packet);

        EncodedImage opened = reader.open(jpeg);

        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        assertThat(opened.captureTime())
                .contains(new CaptureTime(LocalDateTime.of(2018, 5, 6, 0, 0), Precision.DAY, Source.XMP));
        byte[] both = TestPictures.jpegWithExif(
                TestPictures.withSegment(
                        TestPictures.jpeg(TestPictures.letter()),
                        0xE1,
                        TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"),
                        packet),
                TestPictures.exif(1));
        assertThat(TestPictures.cells(reader.open(both).decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void captureTime_ofIptcAndPngChunks_isFound() {
        byte[] iptc = TestPictures.join(
                new byte[] {0x1C, 2, 55, 0, 8},
                TestPictures.latin("20170809"),
                new byte[] {0x1C, 2, 60, 0, 11},
                TestPictures.latin("101112+0200"));
        byte[] jpeg = TestPictures.withSegment(
                TestPictures.jpeg(TestPictures.letter()),
                0xED,
                TestPictures.latin("Photoshop 3.0\0008BIM\4\4\0\0\0\0\0" + (char) iptc.length),
                iptc);
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");

        assertThat(reader.open(jpeg).captureTime())
                .contains(new CaptureTime(LocalDateTime.of(2017, 8, 9, 10, 11, 12), Precision.SECOND, Source.IPTC));
        assertThat(reader.open(TestPictures.withChunk(png, "tIME", new byte[] {7, (byte) 0xE4, 2, 3, 4, 5, 6}))
                        .captureTime())
                .contains(new CaptureTime(LocalDateTime.of(2020, 2, 3, 4, 5, 6), Precision.SECOND, Source.PNG));
        assertThat(reader.open(TestPictures.withChunk(
                                png, "tEXt", TestPictures.latin("Creation Time\0Sat, 4 Jan 2020 10:00:00 GMT")))
                        .captureTime())
                .contains(new CaptureTime(LocalDateTime.of(2020, 1, 4, 10, 0), Precision.SECOND, Source.PNG));
    }

    /// Every way through the readers of containers, without the programs that decode some of them.
    @Test
    void open_containersWithRandomBytesChanged_areReadOrRefused() {
        Random random = new Random(4);
        for (byte[] whole : List.of(
                RawFiles.canon(6, RawFiles.preview(320, 240)),
                ConverterTest.smallJxl(),
                ConverterTest.jp2(40, 30),
                RawFiles.tiffLike(6, RawFiles.preview(320, 240), RawFiles.preview(640, 480)),
                RawFiles.fuji(RawFiles.preview(640, 480)),
                RawFiles.psd(TestPictures.letter()),
                RawFiles.bmp16(TestPictures.letter(), true))) {
            for (int round = 0; round < 200; round++) {
                byte[] changed =
                        round % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
                for (int change = 0; change < 4; change++) {
                    changed[random.nextInt(Math.min(changed.length, 300))] = (byte) random.nextInt();
                }
                try {
                    EncodedImage opened = reader.open(changed);
                    assertThat(opened.captureTime()).isNotNull();
                    if (opened.format() != ImageFormat.JXL && opened.format() != ImageFormat.JP2) {
                        assertThat(opened.decode().width()).isPositive();
                    }
                } catch (LikenessException e) {
                    assertThat(e.code())
                            .as(e.getMessage())
                            .isIn(ErrorCode.IMAGE_CORRUPT, ErrorCode.IMAGE_TOO_LARGE, ErrorCode.UNSUPPORTED_FORMAT);
                }
            }
        }
    }

    @Test
    void open_tiffThatEndsBeforeItsFirstPage_saysThatItHasNoPicture() {
        byte[] torn = Arrays.copyOf(TestPictures.encode(TestPictures.letter(), "tiff", "LZW"), 12);
        ImageReader reader = new ImageReader(ImageOptions.defaults());

        assertThatThrownBy(() -> reader.open(torn)).hasMessage("corrupt TIFF: it contains no picture");
    }

    @Test
    void open_tiffOfSeveralPages_saysThatTheOthersAreNotRead() {
        byte[] pages = TestPictures.encodeAll(
                "tiff", TestPictures.flat(40, 40, 0x3366), TestPictures.letter(), TestPictures.flat(96, 120, 0x6633));
        byte[] one = TestPictures.encodeAll("tiff", TestPictures.letter(), TestPictures.flat(20, 20, 0x3366));
        ImageReader reader = new ImageReader(ImageOptions.defaults());

        assertThat(reader.open(pages).flaw()).contains("only the largest of its 2 pages is read");
        assertThat(reader.open(one).flaw()).isEmpty();
    }

    /// A GIF with an XMP packet before its picture.
    static byte[] gifWithXmp(String packet) {
        byte[] gif = TestPictures.encode(TestPictures.letter(), "gif");
        int table = 13 + ((gif[10] & 0x80) != 0 ? 3 * (2 << (gif[10] & 7)) : 0);
        return TestPictures.join(
                Arrays.copyOf(gif, table), xmpExtension(packet), Arrays.copyOfRange(gif, table, gif.length));
    }

    private static byte[] xmpExtension(String packet) {
        byte[] magic = new byte[258];
        magic[0] = 1;
        for (int i = 0; i < 256; i++) {
            magic[1 + i] = (byte) (255 - i);
        }
        return TestPictures.join(TestPictures.latin("!\u00FF\u000BXMP DataXMP" + packet), magic);
    }

    @Test
    void xmpPackets_ofGif_areFoundBeforeAndBehindThePicture() {
        byte[] gif = TestPictures.encode(TestPictures.letter(), "gif");
        String packet = "<x tiff:Orientation='6' photoshop:DateCreated='2019-06'/>";
        byte[] last =
                TestPictures.join(Arrays.copyOf(gif, gif.length - 1), xmpExtension(packet), TestPictures.latin(";"));
        ImageReader reader = new ImageReader(ImageOptions.defaults());

        for (byte[] file : List.of(gifWithXmp(packet), last)) {
            EncodedImage opened = reader.open(file);
            assertThat(opened.xmpPackets()).containsExactly(TestPictures.latin(packet));
            assertThat(opened.width()).isEqualTo(TestPictures.HEIGHT);
            assertThat(opened.captureTime()).isPresent();
        }
        assertThat(reader.open(gif).xmpPackets()).isEmpty();
    }
}
