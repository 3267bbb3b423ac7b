package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.Duration;

/// What reading a photo may cost.
///
/// @param maxPixels the most pixels (width · height) a photo may declare, 1 to 715,000,000; more is refused before
///     anything is decoded. A decoded pixel takes three bytes of heap, and while it is decoded about as many outside it
/// @param converterTimeout how long the external HEIC and AVIF converter may work on one photo, more than zero
public record ImageOptions(long maxPixels, Duration converterTimeout) {
    /// Three bytes a pixel must fit one Java array.
    private static final long MAX_PIXELS = 715_000_000;

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

    /// 200 million pixels, 60 seconds.
    public static ImageOptions defaults() {
        return new ImageOptions(200_000_000, Duration.ofSeconds(60));
    }
}
