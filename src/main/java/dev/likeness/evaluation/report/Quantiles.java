package dev.likeness.evaluation.report;

/// Quantiles of sorted values, interpolated linearly between order statistics (Hyndman and Fan 1996, type 7).
public final class Quantiles {
    private Quantiles() {}

    /// The quantile of sorted values, linearly interpolated.
    ///
    /// @param sorted ascending, at least one
    /// @param fraction 0 to 1
    public static double of(double[] sorted, double fraction) {
        double place = fraction * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
