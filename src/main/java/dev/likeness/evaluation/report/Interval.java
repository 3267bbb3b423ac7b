package dev.likeness.evaluation.report;

/// An estimate with its 95 % bootstrap interval.
///
/// @param estimate on the data as it is
/// @param low 2.5 % quantile over the resamples
/// @param high 97.5 % quantile over the resamples
/// @param units how many independent units (people, pairs) were resampled
public record Interval(double estimate, double low, double high, int units) {

    /// Does the interval leave out zero, so that a difference is more than luck?
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
