package dev.likeness.evaluation.report;

import java.time.Duration;
import org.HdrHistogram.ConcurrentHistogram;

/// Records durations in a histogram of constant size. Percentiles are exact to four significant digits and a
/// tenth of a microsecond. Thread-safe.
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

    /// The percentiles of the recorded durations. It should not be called while other threads record.
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
