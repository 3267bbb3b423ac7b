package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.CaptureTime;
import dev.likeness.image.header.ImageFormat;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// JPEG XL and JPEG 2000, which other programs decode.
class ConverterTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    @TempDir
    Path directory;

    private static byte[] box(String type, byte[]... content) {
        byte[] body = TestPictures.join(content);
        return TestPictures.join(
                ByteBuffer.allocate(4).putInt(8 + body.length).array(), TestPictures.latin(type), body);
    }

    /// A bare codestream of 40×24 pixels, which needs no more bits than these: small, 24 = 8 · 3, no ratio,
    /// 40 = 8 · 5.
    static byte[] smallJxl() {
        int bits = 1 | 2 << 1 | 4 << 9 | 1 << 14;
        return new byte[] {(byte) 0xFF, 0x0A, (byte) bits, (byte) (bits >> 8)};
    }

    static byte[] jp2(int width, int height) {
        byte[] sizes = ByteBuffer.allocate(14).putInt(height).putInt(width).array();
        return TestPictures.join(
                box("jP  ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A}),
                box("ftyp", TestPictures.latin("jp2 \0\0\0\0jp2 ")),
                box("jp2h", box("ihdr", sizes)),
                box("uuid", TestPictures.latin("JpgTiffExif->JP2"), TestPictures.exif(6, "2020:01:02 03:04:05", null)));
    }

    @Test
    void open_withoutThePrograms_saysWhatToInstall() {
        ImageReader bare = new ImageReader(ImageOptions.defaults(), "");

        assertThatThrownBy(() -> bare.open(smallJxl()))
                .hasMessageStartingWith("no decoder for JXL is installed: install libjxl's djxl")
                .hasMessageContaining("apt install libjxl-tools");
        assertThatThrownBy(() -> bare.open(jp2(40, 30))).hasMessageContaining("apt install libopenjp2-tools");
        assertThat(bare.missingProgram(smallJxl()))
                .contains(new MissingProgram("JPEG XL", "djxl: apt install libjxl-tools"));
        assertThat(bare.missingProgram(TestPictures.jpeg(TestPictures.letter())))
                .isEmpty();
    }

    @Test
    void open_headers_tellSizeTurnAndTime() {
        requireInstalled("djxl", "opj_decompress");

        EncodedImage jxl = reader.open(smallJxl());
        EncodedImage jp2 = reader.open(jp2(40, 30));

        assertThat(List.of(jxl.width(), jxl.height())).containsExactly(40, 24);
        assertThat(jxl.format()).isEqualTo(ImageFormat.JXL);
        assertThat(List.of(jp2.width(), jp2.height())).containsExactly(30, 40);
        assertThat(jp2.captureTime()).contains(CaptureTime.exif(LocalDateTime.of(2020, 1, 2, 3, 4, 5)));
        assertThatThrownBy(() -> reader.open(jp2(60_000, 60_000)))
                .hasMessage("a photo must have at most 200000000 pixels, got: 60000×60000 (JP2)");
        assertThatThrownBy(() -> reader.open(box("jP  ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A})))
                .hasMessage("corrupt JP2: it declares no size");
        assertThatThrownBy(() -> reader.open(smallJxl()).decode())
                .hasMessageStartingWith("corrupt JXL: djxl rejects it");
    }

    @Test
    void open_jxlWithCompressedMetadata_saysThatTheyAreNotRead() {
        requireInstalled("djxl");
        byte[] start = TestPictures.join(
                box("JXL ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A}),
                box("ftyp", TestPictures.latin("jxl \0\0\0\0jxl ")));

        EncodedImage plain = reader.open(TestPictures.join(start, box("jxlc", smallJxl())));
        EncodedImage compressed = reader.open(TestPictures.join(
                start, box("brob", TestPictures.latin("xml "), new byte[20]), box("jxlc", smallJxl())));

        assertThat(plain.flaw()).isEmpty();
        assertThat(compressed.flaw())
                .hasValueSatisfying(flaw -> assertThat(flaw).startsWith("its metadata are compressed with Brotli"));
    }

    @ParameterizedTest
    @CsvSource({"cjxl, djxl, jxl", "opj_compress, opj_decompress, jp2", "opj_compress, opj_decompress, j2k"})
    void decode_byTheInstalledProgram_givesThePicture(String encoder, String decoder, String extension)
            throws Exception {
        requireInstalled(encoder, decoder);

        EncodedImage opened = reader.open(encoded(encoder, extension));

        assertThat(opened.width()).isEqualTo(TestPictures.WIDTH);
        assertThat(opened.height()).isEqualTo(TestPictures.HEIGHT);
        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
    }

    private byte[] encoded(String encoder, String extension) throws Exception {
        Path png = directory.resolve("letter.png");
        Path coded = directory.resolve("letter." + extension);
        Files.write(png, TestPictures.encode(TestPictures.letter(), "png"));
        List<String> command = encoder.equals("cjxl")
                ? List.of(encoder, png.toString(), coded.toString())
                : List.of(encoder, "-i", png.toString(), "-o", coded.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(process.waitFor() == 0, "skipped: %s cannot write .%s".formatted(encoder, extension));
        return Files.readAllBytes(coded);
    }

    private static void requireInstalled(String... programs) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String program : programs) {
            boolean found = Stream.of(path.split(File.pathSeparator, -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            Assumptions.assumeTrue(found, "skipped: %s is not installed".formatted(program));
        }
    }
}
