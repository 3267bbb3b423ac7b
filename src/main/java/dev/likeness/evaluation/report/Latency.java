package dev.likeness.evaluation.report;

import java.time.Duration;
import java.util.List;

/// Percentiles of the durations of queries, in milliseconds. A percentile needs at least ten queries above
/// it.
public record Latency(Figure p50Millis, Figure p90Millis, Figure p99Millis) {

    /// The percentiles of these durations.
    public static Latency of(List<Duration> durations) {
        LatencyRecorder recorder = new LatencyRecorder();
        durations.forEach(recorder::record);
        return recorder.latency();
    }
}
