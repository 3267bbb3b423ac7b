package dev.likeness.image;

import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.Jp2Header;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The programs of other projects that decode what no library here reads, each with its arguments.
///
/// The intermediate format of HEIC and AVIF is JPEG: a PNG takes several times as long to write and to read,
/// cannot be decoded at reduced size, and does not show faces better at this JPEG quality. `djxl` writes PNG,
/// since a JPEG that it restores may still need to be turned, and `opj_decompress` writes no JPEG.
enum Converter {
    /// The converter turns the picture upright and keeps the colour profile. Of a file of several pictures it
    /// writes `photo-1.jpg`, `photo-2.jpg` and so on.
    HEIF(
            "heif",
            "jpg",
            "install libheif's heif-convert (Debian and Ubuntu: apt install libheif-examples; Fedora: dnf install"
                    + " libheif-tools; macOS: brew install libheif)",
            "apt install libheif-examples"),
    JXL(
            "jxl",
            "png",
            "install libjxl's djxl (Debian and Ubuntu: apt install libjxl-tools; Fedora: dnf install libjxl-utils; macOS:"
                    + " brew install jpeg-xl)",
            "apt install libjxl-tools"),
    JP2(
            "jp2",
            "png",
            "install OpenJPEG's opj_decompress (Debian and Ubuntu: apt install libopenjp2-tools; Fedora: dnf install"
                    + " openjpeg; macOS: brew install openjpeg)",
            "apt install libopenjp2-tools");

    private static final String QUALITY = "95";
    private static final int MAIN_BRAND = 8;
    private static final Set<String> ANIMATIONS = Set.of("avis", "msf1", "hevc", "hevx");
    private static final byte[] ANY_PICTURE = {'m', 'i', 'f', '1'};

    private final String inputExtension;
    private final String outputExtension;
    private final String installation;
    private final String shortInstallation;

    Converter(String inputExtension, String outputExtension, String installation, String shortInstallation) {
        this.inputExtension = inputExtension;
        this.outputExtension = outputExtension;
        this.installation = installation;
        this.shortInstallation = shortInstallation;
    }

    /// The converter of a format; empty if a library decodes it.
    static Optional<Converter> of(ImageFormat format) {
        return switch (format) {
            case HEIC, AVIF -> Optional.of(HEIF);
            case JXL -> Optional.of(JXL);
            case JP2 -> Optional.of(JP2);
            case JPEG, PNG, WEBP, GIF, TIFF, BMP, PSD, RAW -> Optional.empty();
        };
    }

    /// What people call a format.
    static String name(ImageFormat format) {
        return switch (format) {
            case JXL -> "JPEG XL";
            case JP2 -> "JPEG 2000";
            case WEBP -> "WebP";
            case JPEG, PNG, GIF, TIFF, BMP, HEIC, AVIF, PSD, RAW -> format.name();
        };
    }

    /// What the program reads, for people.
    String formats() {
        return switch (this) {
            case HEIF -> "HEIC and AVIF";
            case JXL -> name(ImageFormat.JXL);
            case JP2 -> name(ImageFormat.JP2);
        };
    }

    /// Names under which the program may be installed, the best first.
    List<String> programs() {
        return switch (this) {
            // Before libheif 1.19, and since then.
            case HEIF -> List.of("heif-convert", "heif-dec");
            case JXL -> List.of("djxl");
            case JP2 -> List.of("opj_decompress");
        };
    }

    /// The name of the file to convert. `opj_decompress` tells a bare codestream by its name.
    String input(byte[] file) {
        return "photo." + (this == JP2 && Jp2Header.isCodestream(file) ? "j2k" : inputExtension);
    }

    /// The file as the program accepts it. libheif before 1.19 rejects animations by their main brand,
    /// although they have a first picture like any other file.
    byte[] prepared(byte[] file) {
        if (this != HEIF || !ANIMATIONS.contains(ImageFormat.ascii(file, MAIN_BRAND, ANY_PICTURE.length))) {
            return file;
        }
        return ByteBuffer.wrap(file.clone()).put(MAIN_BRAND, ANY_PICTURE).array();
    }

    /// Names under which the program writes the picture, the most frequent first.
    List<String> outputs() {
        return List.of("photo." + outputExtension, "photo-1." + outputExtension, "photo-0." + outputExtension);
    }

    List<String> arguments(String input) {
        String output = outputs().getFirst();
        return switch (this) {
            case HEIF -> List.of("-q", QUALITY, input, output);
            case JXL -> List.of(input, output);
            case JP2 -> List.of("-i", input, "-o", output);
        };
    }

    /// What to do where the program is missing, as a sentence's end.
    String howToInstall() {
        return installation + " and see that it is on the PATH";
    }

    /// The same for a summary, such as `heif-convert: apt install libheif-examples`.
    String remedy() {
        return programs().getFirst() + ": " + shortInstallation;
    }

    /// Whether the program says that it was built without the decoder.
    boolean lacksCodec(String message) {
        return this == HEIF && (message.contains("Unsupported codec") || message.contains("No decoding plugin"));
    }
}
