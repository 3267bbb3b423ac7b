package dev.likeness.evaluation.report;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.List;

/// Counts of values in bins of equal width. A bin includes its lower edge and excludes its upper one; the
/// last bin includes both.
///
/// @param from lower edge of the first bin
/// @param to upper edge of the last bin
/// @param counts number of values per bin
public record Histogram(double from, double to, List<Long> counts) {

    /// @throws LikenessException `INVALID_ARGUMENT` unless `from` is below `to` and there is at least one bin
    public Histogram {
        counts = List.copyOf(counts);
        if (!(from < to) || counts.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a histogram needs a range and a bin, got: %s to %s and %d bins"
                            .formatted(from, to, counts.size()));
        }
    }

    /// Counts `values`, which must lie between `from` and `to`.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value lies outside
    public static Histogram of(double[] values, double from, double to, int bins) {
        long[] counts = new long[bins];
        for (double value : values) {
            if (!(value >= from && value <= to)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "values must be between %s and %s, got: %s".formatted(from, to, value));
            }
            counts[Math.min((int) ((value - from) / (to - from) * bins), bins - 1)]++;
        }
        List<Long> boxed = new ArrayList<>(bins);
        for (long count : counts) {
            boxed.add(count);
        }
        return new Histogram(from, to, boxed);
    }

    /// The number of values.
    public long n() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
