package dev.likeness.evaluation.report;

/// An estimate with its 95 % bootstrap interval.
///
/// @param estimate value on the original data
/// @param low 2.5 % quantile over the resamples
/// @param high 97.5 % quantile over the resamples
/// @param units number of resampled units (people, pairs)
public record Interval(double estimate, double low, double high, int units) {

    /// Whether the interval excludes zero, so that a difference is significant.
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
