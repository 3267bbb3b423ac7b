package dev.likeness.image.header;

import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import dev.likeness.image.metadata.Exif;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the header of a TIFF's first picture, apart from its size: the decoder provides that, so the size that is
/// checked is the size that is decoded.
public final class TiffHeader {
    private static final int TAG_SAMPLES_PER_PIXEL = 0x115;
    private static final int TAG_TILE_WIDTH = 0x142;
    private static final int TAG_TILE_LENGTH = 0x143;
    private static final int MAX_SAMPLES = 8;

    private TiffHeader() {}

    /// Whether the offsets of a TIFF have 64 bits.
    public static boolean isBig(byte[] bytes) {
        return bytes[2] == '+' || bytes[3] == '+';
    }

    /// @param size as the decoder reads it
    public static ImageHeader read(byte[] bytes, ImageHeader size, long maxPixels) {
        Metadata metadata = Exif.directories(bytes);
        return new ImageHeader(
                size.width(),
                size.height(),
                3,
                Exif.of(metadata),
                Optional.empty(),
                sizeProblem(metadata.getFirstDirectoryOfType(ExifIFD0Directory.class), maxPixels));
    }

    /// Rejects large tiles and many samples per pixel, because the decoder allocates them whole however small
    /// the picture is.
    private static Optional<String> sizeProblem(@Nullable ExifIFD0Directory main, long maxPixels) {
        if (main == null) {
            return Optional.empty();
        }
        long samples = number(main, TAG_SAMPLES_PER_PIXEL);
        if (samples > MAX_SAMPLES) {
            return Optional.of("a pixel must have at most %d samples, got: %d".formatted(MAX_SAMPLES, samples));
        }
        long tileWidth = number(main, TAG_TILE_WIDTH);
        long tileLength = number(main, TAG_TILE_LENGTH);
        if (tileLength > maxPixels / Math.max(1, tileWidth)) {
            return Optional.of(
                    "a tile must have at most %d pixels, got: %d×%d".formatted(maxPixels, tileWidth, tileLength));
        }
        return Optional.empty();
    }

    private static long number(ExifIFD0Directory main, int tag) {
        Long value = main.getLongObject(tag);
        return value == null ? 0 : value;
    }
}
