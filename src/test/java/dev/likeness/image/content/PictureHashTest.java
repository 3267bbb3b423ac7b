package dev.likeness.image.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.likeness.face.PhotoId;
import dev.likeness.image.TestPictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Which bytes of a file are its picture: those that a program which edits metadata leaves as they are.
class PictureHashTest {
    private static final BufferedImage PICTURE = TestPictures.letter();
    private static final BufferedImage OTHER = TestPictures.flat(32, 32, 0x336699);
    private static final byte[] TEXT = TestPictures.latin("a rating, a caption, a place");

    @TestFactory
    Stream<DynamicTest> id_ofAFileWithOtherMetadata_isTheSame() {
        byte[] jpeg = TestPictures.jpeg(PICTURE);
        byte[] png = TestPictures.encode(PICTURE, "png");
        byte[] webp = TestPictures.losslessWebp(PICTURE);
        byte[] gif = TestPictures.encode(PICTURE, "gif");
        byte[] tiff = TestPictures.tiff(PICTURE, 1, PICTURE.getWidth(), PICTURE.getHeight());
        Map<String, byte[][]> files = new LinkedHashMap<>();
        files.put("JPEG with EXIF", pair(jpeg, TestPictures.jpegWithExif(jpeg, TestPictures.exif(6))));
        files.put("JPEG with a comment", pair(jpeg, TestPictures.withSegment(jpeg, 0xFE, TEXT)));
        files.put("JPEG with IPTC", pair(jpeg, TestPictures.withSegment(jpeg, 0xED, TEXT)));
        files.put("JPEG with a profile", pair(jpeg, TestPictures.jpegWithProfile(jpeg, TEXT)));
        files.put("JPEG with a video behind it", pair(jpeg, TestPictures.join(jpeg, TEXT)));
        files.put("JPEG with fill bytes", pair(jpeg, withFillBytes(jpeg)));
        files.put("PNG with text", pair(png, TestPictures.withChunk(png, "tEXt", TEXT)));
        files.put("PNG with EXIF", pair(png, TestPictures.withChunk(png, "eXIf", TestPictures.exif(3))));
        files.put("PNG with a profile", pair(png, TestPictures.pngWithProfile(png, TEXT)));
        files.put("PNG in other pieces", pair(png, inTwoPieces(png)));
        files.put(
                "WebP with EXIF",
                pair(
                        webp,
                        TestPictures.webp(
                                TestPictures.webpExtendedHeader(0x08, PICTURE.getWidth(), PICTURE.getHeight()),
                                TestPictures.webpPictureChunk(webp),
                                TestPictures.riffChunk("EXIF", TestPictures.exif(8)))));
        files.put("GIF with a comment", pair(gif, withComment(gif)));
        files.put(
                "TIFF with an orientation",
                pair(tiff, TestPictures.tiff(PICTURE, 6, PICTURE.getWidth(), PICTURE.getHeight())));
        files.put("HEIC with EXIF before the picture", pair(heif(0, 1, 7), heif(500, 1, 7)));
        return files.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> {
                    assertThat(PictureHash.of(file.getValue()[1]))
                            .isEqualTo(PictureHash.of(file.getValue()[0]))
                            .isNotEqualTo(PhotoId.ofFile(file.getValue()[0]));
                    assertThat(file.getValue()[1]).isNotEqualTo(file.getValue()[0]);
                }));
    }

    @TestFactory
    Stream<DynamicTest> id_ofAnotherPicture_isAnother() {
        byte[] jpeg = TestPictures.jpeg(PICTURE);
        byte[] png = TestPictures.encode(PICTURE, "png");
        Map<String, byte[][]> files = new LinkedHashMap<>();
        files.put("JPEG", pair(jpeg, TestPictures.jpeg(OTHER)));
        files.put("JPEG with Adobe's segment", pair(jpeg, TestPictures.withSegment(jpeg, 0xEE, TEXT)));
        files.put("JPEG that is cut off", pair(jpeg, Arrays.copyOf(jpeg, jpeg.length * 3 / 4)));
        files.put("PNG", pair(png, TestPictures.encode(OTHER, "png")));
        files.put("PNG with transparency", pair(png, TestPictures.withChunk(png, "tRNS", new byte[6])));
        files.put("WebP", pair(TestPictures.losslessWebp(PICTURE), TestPictures.losslessWebp(OTHER)));
        files.put("GIF", pair(TestPictures.encode(PICTURE, "gif"), TestPictures.encode(OTHER, "gif")));
        files.put("TIFF", pair(TestPictures.tiff(PICTURE, 1, 96, 128), TestPictures.tiff(PICTURE, 1, 128, 96)));
        files.put("HEIC", pair(heif(0, 1, 7), heif(0, 1, 8)));
        files.put("HEIC that is turned", pair(heif(0, 1, 7), heif(0, 2, 7)));
        files.put("JPEG and PNG", pair(jpeg, png));
        return files.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(),
                        () -> assertThat(PictureHash.of(file.getValue()[1]))
                                .isNotEqualTo(PictureHash.of(file.getValue()[0]))));
    }

    @Test
    void id_ofWhatHasNoMetadataOrCannotBeParsed_isTheHashOfTheFile() {
        byte[] bmp = TestPictures.encode(PICTURE, "bmp");
        byte[] jpeg = TestPictures.jpeg(PICTURE);

        for (byte[] file : new byte[][] {
            bmp, TEXT, {}, Arrays.copyOf(jpeg, 20), TestPictures.latin("II*\0\1"), TestPictures.latin("GIF89a")
        }) {
            assertThat(PictureHash.of(file)).isEqualTo(PhotoId.ofFile(file));
        }
    }

    /// The program that most others use to write metadata.
    @Test
    void id_ofFilesThatExiftoolHasEdited_isTheSame(@TempDir Path folder) throws Exception {
        assumeThat(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "exiftool"))))
                .as("exiftool is not installed; apt-get install libimage-exiftool-perl")
                .isTrue();
        Map<String, byte[]> files = Map.of(
                "a.jpg", TestPictures.jpeg(PICTURE),
                "a.png", TestPictures.encode(PICTURE, "png"),
                "a.webp", TestPictures.losslessWebp(PICTURE),
                "a.gif", TestPictures.encode(PICTURE, "gif"),
                "a.tif", TestPictures.openCv(".tif", PICTURE));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }

        Process exiftool = new ProcessBuilder(
                        "exiftool",
                        "-q",
                        "-overwrite_original",
                        "-XMP:Rating=5",
                        "-EXIF:UserComment=edited",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(exiftool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] edited = Files.readAllBytes(folder.resolve(file.getKey()));
            assertThat(edited).as(file.getKey()).isNotEqualTo(file.getValue());
            assertThat(PictureHash.of(edited)).as(file.getKey()).isEqualTo(PictureHash.of(file.getValue()));
        }
    }

    /// Were the strips read as often as they are named, these 2 MB would take hours.
    @Test
    void id_ofABigTiffWhoseDirectoryIsBeyondAllFiles_isTheHashOfTheFile() {
        byte[] file = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'I')
                .put((byte) 'I')
                .putShort((short) 43)
                .putShort((short) 8)
                .putShort((short) 0)
                .putLong(1L << 40)
                .array();

        assertThat(PictureHash.of(file)).isEqualTo(PhotoId.ofFile(file));
    }

    @Test
    void id_ofATiffThatNamesItsDataAgainAndAgain_isTheHashOfTheFile() {
        int strips = 200_000;
        ByteBuffer file = ByteBuffer.allocate(2_000_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestPictures.latin("II*\0")).putInt(8).putShort((short) 2);
        file.putShort((short) 273).putShort((short) 4).putInt(strips).putInt(100);
        file.putShort((short) 279).putShort((short) 4).putInt(strips).putInt(100 + 4 * strips);
        file.putInt(0);
        for (int i = 0; i < strips; i++) {
            file.putInt(100 + 4 * strips + 4 * i, 1_000_000);
        }

        assertThat(PictureHash.of(file.array())).isEqualTo(PhotoId.ofFile(file.array()));
    }

    private static byte[][] pair(byte[] one, byte[] other) {
        return new byte[][] {one, other};
    }

    private static byte[] withFillBytes(byte[] jpeg) {
        byte[] start = Arrays.copyOf(jpeg, 2);
        return TestPictures.join(
                start, new byte[] {(byte) 0xFF, (byte) 0xFF}, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    /// The same PNG with its data in two chunks.
    private static byte[] inTwoPieces(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png);
        var pieces = new ByteArrayOutputStream();
        pieces.write(png, 0, 8);
        int at = 8;
        while (at < png.length) {
            int length = file.getInt(at);
            byte[] content = Arrays.copyOfRange(png, at + 8, at + 8 + length);
            String type = new String(png, at + 4, 4, StandardCharsets.US_ASCII);
            if (type.equals("IDAT")) {
                pieces.writeBytes(TestPictures.pngChunk(type, Arrays.copyOf(content, length / 2)));
                pieces.writeBytes(TestPictures.pngChunk(type, Arrays.copyOfRange(content, length / 2, length)));
            } else {
                pieces.writeBytes(TestPictures.pngChunk(type, content));
            }
            at += length + 12;
        }
        return pieces.toByteArray();
    }

    private static byte[] withComment(byte[] gif) {
        int flags = gif[10];
        int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7)));
        byte[] comment = TestPictures.join(new byte[] {'!', (byte) 0xFE, (byte) TEXT.length}, TEXT, new byte[1]);
        return TestPictures.join(Arrays.copyOf(gif, at), comment, Arrays.copyOfRange(gif, at, gif.length));
    }

    /// The boxes of a HEIC with one item of 100 bytes.
    ///
    /// @param before bytes of other data before the picture
    /// @param turns number of quarter turns
    private static byte[] heif(int before, int turns, int content) {
        byte[] ftyp = box("ftyp", TestPictures.latin("heic\0\0\0\0mif1heic"));
        byte[] first = meta(0, turns);
        int start = ftyp.length + first.length + 8 + before;
        byte[] picture = new byte[100];
        Arrays.fill(picture, (byte) content);
        return TestPictures.join(ftyp, meta(start, turns), box("mdat", TestPictures.join(new byte[before], picture)));
    }

    private static byte[] meta(int start, int turns) {
        byte[] location = ByteBuffer.allocate(22)
                .putInt(0)
                .putShort((short) 0x4400)
                .putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(start)
                .putInt(100)
                .array();
        byte[] properties = box(
                "ipco",
                TestPictures.join(
                        box("colr", TestPictures.latin("prof")),
                        box("ispe", new byte[12]),
                        box("irot", new byte[] {(byte) turns})));
        byte[] associations = box("ipma", new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 3, 1, 2, 3});
        return box(
                "meta",
                TestPictures.join(
                        new byte[4],
                        box("pitm", new byte[] {0, 0, 0, 0, 0, 1}),
                        box("iloc", location),
                        box("iprp", TestPictures.join(properties, associations))));
    }

    private static byte[] box(String type, byte[] content) {
        return TestPictures.join(
                ByteBuffer.allocate(4).putInt(content.length + 8).array(), TestPictures.latin(type), content);
    }
}
