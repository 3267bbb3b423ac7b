package dev.likeness.evaluation.report;

import java.time.Duration;
import java.util.List;

/// Percentiles of how long queries took, in milliseconds. A percentile needs at least ten queries beyond it.
public record Latency(Figure p50Millis, Figure p90Millis, Figure p99Millis) {

    /// The percentiles of these durations.
    public static Latency of(List<Duration> durations) {
        double[] millis = durations.stream()
                .mapToDouble(duration -> duration.toNanos() / 1e6)
                .sorted()
                .toArray();
        return new Latency(percentile(millis, .5, 20), percentile(millis, .9, 100), percentile(millis, .99, 1_000));
    }

    private static Figure percentile(double[] sorted, double fraction, long needed) {
        return Figure.of(
                "latency p" + Math.round(100 * fraction),
                "queries",
                sorted.length,
                needed,
                () -> Quantiles.of(sorted, fraction));
    }
}
