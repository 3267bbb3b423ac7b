package dev.likeness.image.header;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The supported image formats. A format is recognised by the first bytes of a file.
public enum ImageFormat {
    JPEG,
    PNG,
    WEBP,
    GIF,
    TIFF,
    BMP,
    /// HEIF with HEVC, as phones write it. Requires libheif's `heif-convert`.
    HEIC,
    /// HEIF with AV1. Requires libheif's `heif-convert`.
    AVIF,
    /// JPEG XL. Requires libjxl's `djxl`.
    JXL,
    /// JPEG 2000. Requires OpenJPEG's `opj_decompress`.
    JP2,
    /// A Photoshop document, of which the merged picture is read.
    PSD,
    /// A camera's RAW file, of which the largest JPEG preview is read.
    RAW;

    private static final Set<String> EXTENSIONS = Set.of(
            "jpg",
            "jpeg",
            "jpe",
            "jfif",
            "png",
            "webp",
            "gif",
            "tif",
            "tiff",
            "bmp",
            "dib",
            "heic",
            "heif",
            "hif",
            "avif",
            "avifs",
            "jxl",
            "jp2",
            "j2k",
            "j2c",
            "jpc",
            "jpf",
            "jpx",
            "psd",
            "psb",
            "mpo",
            "jpg_large",
            "jpg_orig",
            "jpg_small",
            "thm");
    private static final Set<String> RAW_EXTENSIONS = Set.of(
            "dng", "cr2", "cr3", "nef", "nrw", "arw", "sr2", "srf", "raf", "orf", "rw2", "rwl", "pef", "srw", "crw",
            "3fr", "fff", "iiq", "mos", "mrw", "x3f", "kdc", "dcr", "erf", "mef");
    private static final Set<String> AV1_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIF_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1");
    /// The first bytes of RAW files that are not those of a TIFF: of Fujifilm, Olympus and Panasonic.
    private static final List<String> RAW_SIGNATURES =
            List.of("FUJIFILMCCD-RAW", "IIRO\b\0", "IIRS\b\0", "MMOR\0\0", "IIU\0");

    private static final int SIGNATURE_LENGTH = 16;
    private static final Set<Integer> BMP_HEADER_SIZES = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    /// Whether the file name has an image extension, in upper or lower case. The name only selects
    /// candidates; the format is recognised by the bytes.
    public static boolean hasImageExtension(Path file) {
        String extension = extension(file);
        return EXTENSIONS.contains(extension) || RAW_EXTENSIONS.contains(extension);
    }

    /// Whether the file name has the extension of a camera's RAW file.
    public static boolean hasRawExtension(Path file) {
        return RAW_EXTENSIONS.contains(extension(file));
    }

    /// The extension of a file's name in lower case; empty if it has none.
    public static String extension(Path file) {
        Path name = file.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 ? text.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }

    /// The format that the first bytes indicate; empty if it is none of these.
    public static Optional<ImageFormat> sniff(byte[] bytes) {
        String head = ascii(bytes, 0, Math.min(bytes.length, SIGNATURE_LENGTH));
        if (startsWith(bytes, 0xFF, 0xD8)) {
            return Optional.of(JPEG);
        }
        if (startsWith(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Optional.of(PNG);
        }
        if (ascii(bytes, 0, 4).equals("RIFF") && ascii(bytes, 8, 4).equals("WEBP")) {
            return Optional.of(WEBP);
        }
        if (ascii(bytes, 0, 6).equals("GIF87a") || ascii(bytes, 0, 6).equals("GIF89a")) {
            return Optional.of(GIF);
        }
        if (startsWith(bytes, 'I', 'I', '*', 0)
                || startsWith(bytes, 'M', 'M', 0, '*')
                || startsWith(bytes, 'I', 'I', '+', 0)
                || startsWith(bytes, 'M', 'M', 0, '+')) {
            return Optional.of(RawPreview.isRaw(bytes) ? RAW : TIFF);
        }
        if (RAW_SIGNATURES.stream().anyMatch(head::startsWith)) {
            return Optional.of(RAW);
        }
        if (head.startsWith("8BPS")) {
            return Optional.of(PSD);
        }
        if (head.startsWith("\u00FF\n") || head.startsWith("\0\0\0\fJXL ")) {
            return Optional.of(JXL);
        }
        if (head.startsWith("\0\0\0\fjP  ") || Jp2Header.isCodestream(bytes)) {
            return Optional.of(JP2);
        }
        if (startsWith(bytes, 'B', 'M')
                && bytes.length > 17
                && BMP_HEADER_SIZES.contains((int) bytes[14])
                && bytes[15] == 0) {
            return Optional.of(BMP);
        }
        return ascii(bytes, 4, 4).equals("ftyp") ? sniffBrands(bytes) : Optional.empty();
    }

    /// Whether the first bytes are those of a video.
    public static boolean isVideo(byte[] head) {
        return UnknownFileDescription.describe(head).endsWith("video");
    }

    private static Optional<ImageFormat> sniffBrands(byte[] bytes) {
        int end = Math.min(bytes.length, Math.min(bytes[3] & 0xFF, 0xFC));
        if (ascii(bytes, 8, 4).equals("crx ")) {
            return Optional.of(RAW);
        }
        boolean heif = false;
        for (int at = 8; at + 4 <= end; at += 4) {
            String brand = ascii(bytes, at, 4);
            if (AV1_BRANDS.contains(brand)) {
                return Optional.of(AVIF);
            }
            heif |= HEIF_BRANDS.contains(brand);
        }
        return heif ? Optional.of(HEIC) : Optional.empty();
    }

    /// The exception for a file that has this format's signature but cannot be read.
    public LikenessException corrupt(String reason) {
        return corrupt(reason, null);
    }

    public LikenessException corrupt(String reason, @Nullable Throwable cause) {
        return new LikenessException(ErrorCode.IMAGE_CORRUPT, "corrupt %s: %s".formatted(this, reason), cause);
    }

    public static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /// The `length` bytes from `at` on as Latin-1; empty if the array ends before.
    public static String ascii(byte[] bytes, int at, int length) {
        return at + length <= bytes.length ? new String(bytes, at, length, StandardCharsets.ISO_8859_1) : "";
    }
}
