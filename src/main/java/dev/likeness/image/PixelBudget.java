package dev.likeness.image;

import dev.likeness.image.header.ImageFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Rejects a small file that declares a huge picture, because decoders allocate the memory before they fail. A
/// large picture needs data, however well it is compressed. [PngHeader] knows better for its format; a WebP of
/// one colour really has a hundred bytes.
final class PixelBudget {
    /// Pictures up to this size are decoded whatever they claim: 48 MB.
    private static final long HARMLESS_PIXELS = 16_000_000;

    /// The most pixels that come out of a byte: a code of LZW for 4,096 pixels has a byte and a half.
    private static final long LZW = 4096;

    /// Two bytes for 255 pixels, and the jumps of a bitmap over empty lines.
    private static final long RUN_LENGTH = 4096;

    /// Deflate of one bit a pixel.
    private static final long DEFLATE = 8 * 1032;

    /// A bit for each block of 64 pixels; a twentieth of a photo is still shown, as far as it goes.
    private static final long HUFFMAN = 512 * 20;

    private static final int TAG_COMPRESSION = 0x103;
    private static final int UNCOMPRESSED = 1;
    private static final int FAX = 4;

    private PixelBudget() {}

    /// @throws dev.likeness.face.LikenessException `IMAGE_CORRUPT`
    static void check(ImageFormat format, long width, long height, byte[] bytes) {
        long pixels = width * height;
        if (pixels <= HARMLESS_PIXELS) {
            return;
        }
        long perByte = switch (format) {
            case JPEG -> HUFFMAN;
            case GIF -> LZW;
            case BMP -> RUN_LENGTH;
            // Fax codes have a bit for each line that is as the one before.
            case TIFF -> isFax(bytes) ? 8 * width : DEFLATE;
            case PNG, WEBP, HEIC, AVIF, JXL, JP2, PSD, RAW -> Long.MAX_VALUE;
        };
        if (pixels / perByte > bytes.length) {
            throw format.corrupt("%d×%d pixels cannot come out of %d bytes".formatted(width, height, bytes.length));
        }
    }

    /// Whether a TIFF's first directory names one of the codes of fax machines, or cannot be read here.
    private static boolean isFax(byte[] bytes) {
        try {
            int compression = compressionOf(bytes);
            return compression >= 2 && compression <= FAX;
        } catch (IndexOutOfBoundsException _) {
            return true;
        }
    }

    private static int compressionOf(byte[] bytes) {
        ByteBuffer file =
                ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (file.getShort(2) != 42) {
            return FAX;
        }
        int directory = file.getInt(4);
        int entries = Short.toUnsignedInt(file.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (Short.toUnsignedInt(file.getShort(entry)) == TAG_COMPRESSION) {
                return Short.toUnsignedInt(file.getShort(entry + 8));
            }
        }
        return UNCOMPRESSED;
    }
}
