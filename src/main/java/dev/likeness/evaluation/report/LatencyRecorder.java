package dev.likeness.evaluation.report;

import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;

/// Counts durations in a histogram, whose size does not depend on their number. A percentile is exact to four
/// significant digits and a tenth of a microsecond. Safe for use by several threads.
public final class LatencyRecorder {
    private static final long NANOS_PER_UNIT = 100;
    private static final double UNITS_PER_MILLI = 1e4;
    private static final int SIGNIFICANT_DIGITS = 4;

    private final ConcurrentHistogram histogram = new ConcurrentHistogram(SIGNIFICANT_DIGITS);

    public void record(Duration duration) {
        histogram.recordValue(duration.toNanos() / NANOS_PER_UNIT);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /// The percentiles of the durations so far; better not asked for while others record.
    public Latency latency() {
        return new Latency(percentile(50, 20), percentile(90, 100), percentile(99, 1_000));
    }

    private Figure percentile(int percent, long needed) {
        return Figure.of(
                "latency p" + percent,
                "queries",
                count(),
                needed,
                () -> histogram.lowestEquivalentValue(histogram.getValueAtPercentile(percent)) / UNITS_PER_MILLI);
    }
}
