package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;

/// Maps a magnitude, whose scale depends on the model, to a quality: the logistic curve 1 / (1 + exp((centre
/// − magnitude) / width)), strictly between 0 and 1, increasing with the magnitude.
///
/// OFIQ, the reference software of ISO/IEC 29794-5, uses this mapping for the official MagFace iResNet50
/// ([#OFIQ_IRESNET50]). Other models need their own parameters: [#fit(double[])].
///
/// @param centre the magnitude of quality 0.5, in the model's units
/// @param width increase in magnitude that multiplies the odds by e; positive
public record QualityScale(double centre, double width) {
    /// Unified quality score of OFIQ for the official MagFace iResNet50. It does not fit other models.
    public static final QualityScale OFIQ_IRESNET50 = new QualityScale(23, 2.6);

    // The quartiles of a logistic distribution lie ln 3 widths from its centre, so IQR = 2·ln 3·width ≈ 2.2·width.
    private static final double INTERQUARTILE_RANGE_PER_WIDTH = 2.2;
    private static final int MIN_MAGNITUDES = 20;

    /// @throws LikenessException `INVALID_ARGUMENT` unless `centre` is finite and `width` is finite and
    ///     positive
    public QualityScale {
        if (!Double.isFinite(centre)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "quality centre must be finite, got: " + centre);
        }
        if (!(width > 0) || !Double.isFinite(width)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "quality width must be positive and finite, got: " + width);
        }
    }

    /// Fits a scale on which the median of these magnitudes has quality 0.5, and the quartiles have about
    /// 0.25 and 0.75: centre = median, width = interquartile range / 2.2. The fit is robust: outliers do not
    /// move it.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 20 magnitudes, one of them is not
    ///     positive and finite, or the two quartiles are equal
    public static QualityScale fit(double... magnitudes) {
        if (magnitudes.length < MIN_MAGNITUDES) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a quality scale needs at least %d magnitudes, got: %d"
                            .formatted(MIN_MAGNITUDES, magnitudes.length));
        }
        double[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        if (!(sorted[0] > 0) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "magnitudes must be positive and finite, got: %s to %s"
                            .formatted(sorted[0], sorted[sorted.length - 1]));
        }
        double range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
        if (!(range > 0)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the middle half of the magnitudes must spread, got only: " + quantile(sorted, 0.5));
        }
        return new QualityScale(quantile(sorted, 0.5), range / INTERQUARTILE_RANGE_PER_WIDTH);
    }

    /// The scale for the range of magnitudes in a model manifest: quality 0.05 at `low`, 0.95 at `high`.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `low < high`, both finite
    public static QualityScale spanning(double low, double high) {
        return new QualityScale((low + high) / 2, (high - low) / 2 / Math.log(0.95 / 0.05));
    }

    /// The quality, 0 to 1, of a face with this magnitude.
    public double quality(double magnitude) {
        return 1 / (1 + Math.exp((centre - magnitude) / width));
    }

    /// The quality as an integer, 0 to 100.
    public int score(double magnitude) {
        return (int) Math.round(100 * quality(magnitude));
    }

    /// The magnitude of a quality, the inverse of [#quality(double)]. It turns a quality filter into a range
    /// of magnitudes.
    ///
    /// @param quality strictly between 0 and 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `quality` is out of its range
    public double magnitudeAt(double quality) {
        if (!(quality > 0 && quality < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "quality must be strictly between 0 and 1, got: " + quality);
        }
        return centre + width * Math.log(quality / (1 - quality));
    }

    private static double quantile(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
