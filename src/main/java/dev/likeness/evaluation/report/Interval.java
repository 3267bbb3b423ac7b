package dev.likeness.evaluation.report;

import java.util.Locale;

/// An estimate with its 95 % bootstrap interval.
///
/// @param estimate value on the original data
/// @param low 2.5 % quantile over the resamples
/// @param high 97.5 % quantile over the resamples
/// @param units number of resampled units (people, pairs)
public record Interval(double estimate, double low, double high, int units) {

    /// The text of a difference, with signs.
    public String signed(int decimals) {
        String number = "%+." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + " to " + number + ")", estimate, low, high);
    }

    /// Whether the interval excludes zero, so that a difference is significant.
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
