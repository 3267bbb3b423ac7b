package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    AVIF;

    private static final Set<String> EXTENSIONS = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "tif", "tiff", "bmp", "dib", "heic", "heif", "hif",
            "avif");
    private static final Set<String> AV1_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIF_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1");
    private static final Set<Integer> BMP_HEADER_SIZES = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    /// Whether the file name has an image extension, in upper or lower case. The name only selects
    /// candidates; the format is recognised by the bytes.
    public static boolean hasImageExtension(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            return false;
        }
        String text = name.toString();
        int dot = text.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(text.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /// The format that the first bytes indicate; empty if it is none of these.
    public static Optional<ImageFormat> sniff(byte[] bytes) {
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
            return Optional.of(TIFF);
        }
        if (startsWith(bytes, 'B', 'M')
                && bytes.length > 17
                && BMP_HEADER_SIZES.contains((int) bytes[14])
                && bytes[15] == 0) {
            return Optional.of(BMP);
        }
        return ascii(bytes, 4, 4).equals("ftyp") ? sniffBrands(bytes) : Optional.empty();
    }

    private static Optional<ImageFormat> sniffBrands(byte[] bytes) {
        int end = Math.min(bytes.length, Math.min(bytes[3] & 0xFF, 0xFC));
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
    LikenessException corrupt(String reason) {
        return corrupt(reason, null);
    }

    LikenessException corrupt(String reason, @Nullable Throwable cause) {
        return new LikenessException(ErrorCode.IMAGE_CORRUPT, "corrupt %s: %s".formatted(this, reason), cause);
    }

    static boolean startsWith(byte[] bytes, int... prefix) {
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
    static String ascii(byte[] bytes, int at, int length) {
        return at + length <= bytes.length ? new String(bytes, at, length, StandardCharsets.ISO_8859_1) : "";
    }
}
