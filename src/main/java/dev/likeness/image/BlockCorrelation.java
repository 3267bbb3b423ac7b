package dev.likeness.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Compares two pictures block by block. If something moved between two shots, the blocks that contain the
/// motion differ, however similar the rest is. A copy is similar in every block.
final class BlockCorrelation {
    /// Number of blocks along each side.
    private static final int BLOCKS = 6;

    /// Minimum standard deviation of a block's grey levels, which range from 0 to 255. A block below it
    /// contains little but encoder noise.
    private static final double MIN_CONTRAST = 8;

    /// Minimum number of blocks with enough contrast.
    private static final int MIN_BLOCKS = 4;

    private BlockCorrelation() {}

    /// The lower quartile of the blocks' correlations, −1 to 1; 0 if fewer than four blocks have enough
    /// contrast.
    ///
    /// @param one grey levels row by row, `width · height` of them
    /// @param other grey levels of a picture of the same size
    /// @param width in pixels
    /// @param height in pixels
    static double lowerQuartile(byte[] one, byte[] other, int width, int height) {
        List<Double> correlations = new ArrayList<>();
        for (int row = 0; row < BLOCKS; row++) {
            for (int column = 0; column < BLOCKS; column++) {
                double correlation = correlation(
                        one,
                        other,
                        width,
                        column * width / BLOCKS,
                        row * height / BLOCKS,
                        (column + 1) * width / BLOCKS,
                        (row + 1) * height / BLOCKS);
                if (!Double.isNaN(correlation)) {
                    correlations.add(correlation);
                }
            }
        }
        Collections.sort(correlations);
        return correlations.size() < MIN_BLOCKS ? 0 : correlations.get(correlations.size() / 4);
    }

    /// The correlation of one block; NaN if the block is nearly uniform in either picture.
    private static double correlation(byte[] one, byte[] other, int width, int left, int top, int right, int bottom) {
        double sum = 0;
        double otherSum = 0;
        double squares = 0;
        double otherSquares = 0;
        double products = 0;
        int count = (right - left) * (bottom - top);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int a = Byte.toUnsignedInt(one[y * width + x]);
                int b = Byte.toUnsignedInt(other[y * width + x]);
                sum += a;
                otherSum += b;
                squares += a * a;
                otherSquares += b * b;
                products += a * b;
            }
        }
        double variance = squares / count - sum / count * sum / count;
        double otherVariance = otherSquares / count - otherSum / count * otherSum / count;
        if (!(Math.min(variance, otherVariance) >= MIN_CONTRAST * MIN_CONTRAST)) {
            return Double.NaN;
        }
        return (products / count - sum / count * otherSum / count) / Math.sqrt(variance * otherVariance);
    }
}
