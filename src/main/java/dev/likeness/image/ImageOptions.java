package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.Duration;

/// Limits for reading a photo.
///
/// @param maxPixels maximum number of pixels (width · height) of a photo, 1 to 715,000,000. A photo that
///     declares more is rejected before it is decoded. A decoded pixel takes three bytes of heap, and about
///     three bytes of native memory during decoding
/// @param converterTimeout maximum time of the external HEIC and AVIF converter for one photo, positive
public record ImageOptions(long maxPixels, Duration converterTimeout) {
    /// Three bytes per pixel must fit into one Java array.
    static final long MAX_PIXELS = 715_000_000;

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public ImageOptions {
        if (maxPixels < 1 || maxPixels > MAX_PIXELS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "maxPixels must be between 1 and %d, got: %d".formatted(MAX_PIXELS, maxPixels));
        }
        if (!converterTimeout.isPositive()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "converterTimeout must be more than zero, got: %s".formatted(converterTimeout));
        }
    }

    /// The default limits: 200 million pixels and 60 seconds.
    public static ImageOptions defaults() {
        return new ImageOptions(200_000_000, Duration.ofSeconds(60));
    }
}
