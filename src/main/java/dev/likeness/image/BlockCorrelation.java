package dev.likeness.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How alike two pictures are, part by part. Where something moved between two shots, the blocks it
/// moved in differ, however well the rest agrees; a copy agrees everywhere.
final class BlockCorrelation {
    /// Blocks along a side.
    private static final int BLOCKS = 6;

    /// Standard deviation of grays, of 255, below which a block shows little but the encoder's noise.
    private static final double MIN_CONTRAST = 8;

    private static final int MIN_BLOCKS = 4;

    private BlockCorrelation() {}

    /// The lower quartile of the blocks' correlations, −1 to 1; 0 if there is too little to see.
    ///
    /// @param one grays by rows
    /// @param other as many
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

    /// NaN where the block is as good as plain.
    private static double correlation(byte[] one, byte[] other, int width, int left, int top, int right, int bottom) {
        double ones = 0;
        double others = 0;
        double squares = 0;
        double otherSquares = 0;
        double products = 0;
        int count = (right - left) * (bottom - top);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int a = Byte.toUnsignedInt(one[y * width + x]);
                int b = Byte.toUnsignedInt(other[y * width + x]);
                ones += a;
                others += b;
                squares += a * a;
                otherSquares += b * b;
                products += a * b;
            }
        }
        double variance = squares / count - ones / count * ones / count;
        double otherVariance = otherSquares / count - others / count * others / count;
        if (!(Math.min(variance, otherVariance) >= MIN_CONTRAST * MIN_CONTRAST)) {
            return Double.NaN;
        }
        return (products / count - ones / count * others / count) / Math.sqrt(variance * otherVariance);
    }
}
