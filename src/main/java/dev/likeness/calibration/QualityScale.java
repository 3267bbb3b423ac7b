package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Turns an embedder's magnitude into a quality of 0 to 100, monotone: `round(100 / (1 + exp((midpoint − a) /
/// width)))`,
/// the form of ISO/IEC 29794-5's unified quality score (OFIQ). Each embedder has its own midpoint and width.
///
/// @param midpoint the magnitude of quality 50
/// @param width how many magnitudes it takes to leave the middle, positive
public record QualityScale(double midpoint, double width) {
    /// OFIQ's mapping for the official MagFace iResNet50.
    public static final QualityScale OFIQ = new QualityScale(23, 2.6);

    /// The quality at the low end of [#spanning]'s range; at the high end it is 100 less this.
    private static final double TAIL = 5;

    public QualityScale {
        if (!Double.isFinite(midpoint) || !(width > 0) || !Double.isFinite(width)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a quality scale needs a finite midpoint and a positive width, got: %s and %s"
                            .formatted(midpoint, width));
        }
    }

    /// The scale of an embedder whose magnitudes lie between `low` (quality 5) and `high` (quality 95).
    public static QualityScale spanning(double low, double high) {
        return new QualityScale((low + high) / 2, (high - low) / 2 / logit(100 - TAIL));
    }

    /// The quality of a magnitude.
    public int of(double magnitude) {
        return (int) Math.round(100 / (1 + Math.exp((midpoint - magnitude) / width)));
    }

    /// The least magnitude whose quality is at least `quality`; 0 for quality 0.
    ///
    /// @param quality 0 to 100
    public float magnitude(int quality) {
        // of() rounds, so this quality begins half a step earlier.
        return quality <= 0 ? 0 : (float) Math.max(0, midpoint + width * logit(quality - 0.5));
    }

    private static double logit(double percent) {
        return Math.log(percent / (100 - percent));
    }
}
