package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.image.header.HeifHeader;
import dev.likeness.image.header.ImageFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeifTest {
    private static final ImageOptions OPTIONS = ImageOptions.defaults();

    @TempDir
    Path directory;

    private static byte[] box(String type, byte[]... content) {
        byte[] body = TestPictures.join(content);
        return TestPictures.join(number(4, body.length + 8), TestPictures.latin(type), body);
    }

    private static byte[] number(int length, long value) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
        return bytes;
    }

    /// A HEIF file with everything but the picture: item 1 of this size, turned by a quarter where asked, and
    /// EXIF.
    static byte[] heif(String brand, int width, int height, boolean turned) {
        byte[] exif = TestPictures.exif(6, "2022:08:09 10:11:12", null);
        byte[] payload = TestPictures.join(number(4, 6), TestPictures.latin("Exif\0\0"), exif);
        byte[] version = number(4, 0);
        byte[] properties = box(
                "iprp",
                box(
                        "ipco",
                        box("ispe", version, number(4, 64), number(4, 64)),
                        box("ispe", version, number(4, width), number(4, height)),
                        box("irot", number(1, 1))),
                box(
                        "ipma",
                        version,
                        number(4, 1),
                        number(2, 1),
                        number(1, turned ? 2 : 1),
                        number(1, 2),
                        turned ? number(1, 3) : new byte[0]));
        byte[] types = box(
                "iinf",
                version,
                number(2, 2),
                box("infe", number(4, 2 << 24), number(2, 1), number(2, 0), TestPictures.latin("hvc1\0")),
                box("infe", number(4, 2 << 24), number(2, 2), number(2, 0), TestPictures.latin("Exif\0")));
        byte[] locations = box(
                "iloc",
                number(4, 1 << 24),
                number(2, 0x4400),
                number(2, 1),
                number(2, 2),
                number(2, 1),
                number(2, 0),
                number(2, 1),
                number(4, 0),
                number(4, payload.length));
        return TestPictures.join(
                box("ftyp", TestPictures.latin(brand), number(4, 0), TestPictures.latin("mif1" + brand)),
                box(
                        "meta",
                        version,
                        box("pitm", version, number(2, 1)),
                        types,
                        properties,
                        locations,
                        box("idat", payload)));
    }

    /// A HEIF file with everything but the picture, and an XMP packet.
    static byte[] heifWithXmp(String packet, String encoding) {
        byte[] version = number(4, 0);
        byte[] payload = TestPictures.latin(packet);
        return TestPictures.join(
                box("ftyp", TestPictures.latin("heic"), number(4, 0), TestPictures.latin("mif1heic")),
                box(
                        "meta",
                        version,
                        box("pitm", version, number(2, 1)),
                        box(
                                "iinf",
                                version,
                                number(2, 2),
                                box(
                                        "infe",
                                        number(4, 2 << 24),
                                        number(2, 1),
                                        number(2, 0),
                                        TestPictures.latin("hvc1\0")),
                                box(
                                        "infe",
                                        number(4, 2 << 24),
                                        number(2, 2),
                                        number(2, 0),
                                        TestPictures.latin("mime\0application/rdf+xml\0" + encoding))),
                        box(
                                "iprp",
                                box("ipco", box("ispe", version, number(4, 40), number(4, 30))),
                                box("ipma", version, number(4, 1), number(2, 1), number(1, 1), number(1, 1))),
                        box(
                                "iloc",
                                number(4, 1 << 24),
                                number(2, 0x4400),
                                number(2, 1),
                                number(2, 2),
                                number(2, 1),
                                number(2, 0),
                                number(2, 1),
                                number(4, 0),
                                number(4, payload.length)),
                        box("idat", payload)));
    }

    @Test
    void transformation_isThatOfTheFile() {
        assertThat(HeifHeader.transformation(heif("heic", 96, 128, true), ImageFormat.HEIC))
                .isEqualTo(Orientation.TURN_COUNTERCLOCKWISE);
        assertThat(HeifHeader.transformation(heif("heic", 96, 128, false), ImageFormat.HEIC))
                .isEqualTo(Orientation.UPRIGHT);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_heifWithXmp_readsItsOrientationAndTime() throws IOException {
        String packet = "<x tiff:Orientation='6' photoshop:DateCreated='2019-06'/>";
        EncodedImage opened = readerWith("exit 1", Duration.ofSeconds(5)).open(heifWithXmp(packet, ""));

        assertThat(opened.xmpPackets()).containsExactly(TestPictures.latin(packet));
        assertThat(opened.width()).isEqualTo(30);
        assertThat(opened.captureTime())
                .hasValueSatisfying(time -> assertThat(time.source()).isEqualTo(CaptureTime.Source.XMP));
        assertThat(readerWith("exit 1", Duration.ofSeconds(5))
                        .open(heifWithXmp(packet, "deflate\0"))
                        .xmpPackets())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"heic", "avif"})
    void open_withoutAConverter_saysWhatToInstall(String brand) {
        ImageReader reader = new ImageReader(OPTIONS, "");

        assertThatThrownBy(() -> reader.open(heif(brand, 4032, 3024, false)))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("no decoder for %s is installed: install libheif's heif-convert"
                        .formatted(brand.toUpperCase(Locale.ROOT)))
                .hasMessageContaining("apt install libheif-examples")
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    }

    /// A reader whose converter is this shell script.
    private ImageReader readerWith(String script, Duration timeout) throws IOException {
        return readerWith(script, timeout, "");
    }

    private ImageReader readerWith(String script, Duration timeout, String further) throws IOException {
        Path program = directory.resolve("heif-convert");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return new ImageReader(
                new ImageOptions(OPTIONS.maxPixels(), timeout), directory + File.pathSeparator + further);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_heif_readsTurnedSizeAndTimeFromItsBoxes() throws IOException {
        EncodedImage opened = readerWith("exit 1", Duration.ofSeconds(5)).open(heif("heic", 4032, 3024, true));

        assertThat(opened.format()).isEqualTo(ImageFormat.HEIC);
        assertThat(opened.width()).isEqualTo(3024);
        assertThat(opened.height()).isEqualTo(4032);
        assertThat(opened.captureTime()).contains(CaptureTime.exif(LocalDateTime.of(2022, 8, 9, 10, 11, 12)));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_heifWithoutATurnOfItsOwn_isTurnedByExif() throws IOException {
        Path converted = directory.resolve("converted.jpg");
        Files.write(converted, TestPictures.jpeg(TestPictures.stored(6)));
        EncodedImage opened = readerWith("cp '%s' \"$4\"".formatted(converted), Duration.ofSeconds(5))
                .open(heif("heic", /* width= */ TestPictures.HEIGHT, /* height= */ TestPictures.WIDTH, false));

        assertThat(opened.width()).isEqualTo(TestPictures.WIDTH);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        assertThat(TestPictures.cells(opened.decodeReduced(64))).isEqualTo(TestPictures.letterCells());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_animation_isHandedOverAsAStillPicture() throws IOException {
        Path witness = directory.resolve("witness");
        EncodedImage opened = readerWith(
                        "head -c 12 \"$3\" | tail -c 4 > '%s'; exit 1".formatted(witness), Duration.ofSeconds(5))
                .open(heif("avis", 40, 30, true));

        assertThat(opened.format()).isEqualTo(ImageFormat.AVIF);
        assertThatThrownBy(opened::decode).isInstanceOf(LikenessException.class);
        assertThat(witness).hasContent("mif1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_converterWritesFarMoreThanItMay_isEnded() throws IOException {
        EncodedImage opened = readerWith("head -c 20000000 /dev/zero > \"$4\"", Duration.ofSeconds(20))
                .open(heif("heic", 40, 30, true));

        assertThatThrownBy(opened::decode)
                .hasMessageStartingWith("corrupt HEIC: heif-convert writes more than the 1059376 bytes");
    }

    @Test
    @DisabledOnOs({OS.WINDOWS, OS.MAC})
    void decode_converterTakesTooMuchMemory_isEnded() throws IOException {
        requireInstalled("prlimit");
        requireInstalled("dd");
        EncodedImage opened = readerWith(
                        "exec dd if=/dev/zero of=/dev/null bs=5G count=1", Duration.ofSeconds(20), path())
                .open(heif("heic", 40, 30, true));

        assertThatThrownBy(opened::decode).hasMessageContaining("memory exhausted");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_heifOfAbsurdSize_isTooLargeBeforeConversion() throws IOException {
        ImageReader reader = readerWith("exit 1", Duration.ofSeconds(5));

        assertThatThrownBy(() -> reader.open(heif("avif", 60_000, 60_000, false)))
                .hasMessage("a photo must have at most 200000000 pixels, got: 60000×60000 (AVIF)");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_converterRefuses_passesItsComplaintOn() throws IOException {
        EncodedImage opened = readerWith("echo 'Invalid input: no hvcC box' >&2; exit 1", Duration.ofSeconds(5))
                .open(heif("heic", 400, 300, false));

        assertThatThrownBy(opened::decode)
                .hasMessage("corrupt HEIC: heif-convert rejects it: Invalid input: no hvcC box");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_converterLacksTheCodec_isUnsupported() throws IOException {
        EncodedImage opened = readerWith(
                        "echo 'Unsupported feature: Unsupported codec' >&2; exit 1", Duration.ofSeconds(5))
                .open(heif("avif", 400, 300, false));

        assertThatThrownBy(opened::decode)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_converterHangs_isEndedAndItsDirectoryRemoved() throws IOException {
        Path witness = directory.resolve("witness");
        EncodedImage opened = readerWith("pwd > '%s'; exec sleep 60".formatted(witness), Duration.ofMillis(700))
                .open(heif("heic", 400, 300, false));

        assertThatThrownBy(opened::decode).hasMessage("corrupt HEIC: heif-convert did not finish within PT0.7S");
        assertThat(Path.of(Files.readString(witness).strip())).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void decode_converterWritesAnotherOrientation_isNotTurnedAgain() throws IOException {
        Path converted = directory.resolve("converted.jpg");
        Files.write(
                converted, TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.letter()), TestPictures.exif(6)));
        EncodedImage opened = readerWith("cp '%s' \"$4\"; rm \"$0\"".formatted(converted), Duration.ofSeconds(5))
                .open(heif("heic", /* width= */ TestPictures.HEIGHT, /* height= */ TestPictures.WIDTH, true));

        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        // The script is gone, so this comes from what the first run left.
        assertThat(TestPictures.cells(opened.decodeReduced(64))).isEqualTo(TestPictures.letterCells());
    }

    private static String path() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("");
    }

    private static void requireInstalled(String program) {
        boolean found = Stream.of(path().split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(found, "skipped: %s is not installed".formatted(program));
    }

    /// The letter as heif-enc writes it.
    private byte[] encoded(String extension, String... options) throws Exception {
        Path png = directory.resolve("letter.png");
        Path heif = directory.resolve("letter." + extension);
        Files.write(png, TestPictures.encode(TestPictures.letter(), "png"));
        List<String> command = Stream.of(
                        Stream.of("heif-enc", "-q", "90"),
                        Stream.of(options),
                        Stream.of("-o", heif.toString(), png.toString()))
                .flatMap(parts -> parts)
                .toList();
        Process encoder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(encoder.waitFor() == 0, "skipped: heif-enc cannot write ." + extension);
        return Files.readAllBytes(heif);
    }

    @Test
    void decode_heicByTheInstalledConverter_givesThePicture() throws Exception {
        requireInstalled("heif-convert");
        requireInstalled("heif-enc");
        EncodedImage opened = new ImageReader(OPTIONS).open(encoded("heic"));

        assertThat(opened.format()).isEqualTo(ImageFormat.HEIC);
        assertThat(opened.width()).isEqualTo(TestPictures.WIDTH);
        assertThat(opened.height()).isEqualTo(TestPictures.HEIGHT);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_avifByTheInstalledConverter_givesThePicture() throws Exception {
        requireInstalled("heif-convert");
        requireInstalled("heif-enc");
        EncodedImage opened = new ImageReader(OPTIONS).open(encoded("avif", "-A"));

        assertThat(opened.format()).isEqualTo(ImageFormat.AVIF);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
    }

    @Test
    void decode_heicCutShort_isCorrupt() throws Exception {
        requireInstalled("heif-convert");
        requireInstalled("heif-enc");
        byte[] whole = encoded("heic");
        EncodedImage opened = new ImageReader(OPTIONS).open(Arrays.copyOf(whole, whole.length * 8 / 10));

        assertThatThrownBy(opened::decode)
                .isInstanceOf(LikenessException.class)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.IMAGE_CORRUPT);
    }
}
