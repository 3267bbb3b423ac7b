package dev.likeness.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.util.Optional;

/// The first picture of a TIFF. Its size is asked of the decoder, so that what is checked is what will be decoded.
final class TiffHeader {
    private static final int TAG_SAMPLES_PER_PIXEL = 0x115;
    private static final int TAG_TILE_WIDTH = 0x142;
    private static final int TAG_TILE_LENGTH = 0x143;
    private static final int MOST_SAMPLES = 8;

    private TiffHeader() {}

    static JavaDecoder decoder(byte[] bytes) {
        boolean big = bytes[2] == '+' || bytes[3] == '+';
        return big ? JavaDecoder.BIG_TIFF : JavaDecoder.TIFF;
    }

    static ImageHeader read(byte[] bytes, long maxPixels) {
        ImageHeader size = decoder(bytes).readSize(bytes);
        return new ImageHeader(
                size.width(), size.height(), 3, Exif.read(bytes), Optional.empty(), excess(bytes, maxPixels));
    }

    /// A tile or a row of samples is allocated whole, however small the picture.
    private static Optional<String> excess(byte[] bytes, long maxPixels) {
        Metadata metadata = new Metadata();
        try {
            new ExifReader().extract(new ByteArrayReader(bytes), metadata);
        } catch (RuntimeException _) {
            // The decoder has the last word on a malformed directory.
        }
        ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        if (main == null) {
            return Optional.empty();
        }
        Long samples = main.getLongObject(TAG_SAMPLES_PER_PIXEL);
        if (samples != null && samples > MOST_SAMPLES) {
            return Optional.of("a pixel must have at most %d samples, got: %d".formatted(MOST_SAMPLES, samples));
        }
        Long tileWidth = main.getLongObject(TAG_TILE_WIDTH);
        Long tileLength = main.getLongObject(TAG_TILE_LENGTH);
        boolean tiled = tileWidth != null && tileLength != null;
        if (tiled && (tileWidth < 0 || tileLength < 0 || tileLength > maxPixels / Math.max(1, tileWidth))) {
            return Optional.of(
                    "a tile must have at most %d pixels, got: %d×%d".formatted(maxPixels, tileWidth, tileLength));
        }
        return Optional.empty();
    }
}
