package dev.likeness.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {
    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    @DisplayName("percentiles are those of the sorted durations, to four digits (seed 1)")
    void latency_ofManyDurations_isThatOfTheSortedOnes() {
        Random random = new Random(1);
        double[] millis = new double[20_000];
        for (int i = 0; i < millis.length; i++) {
            // From a few microseconds to minutes.
            long nanos = (long) (1e5 * Math.exp(3 * random.nextGaussian()));
            recorder.record(Duration.ofNanos(nanos));
            millis[i] = nanos / 1e6;
        }
        Arrays.sort(millis);

        Latency latency = recorder.latency();

        assertThat(value(latency.p50Millis())).isCloseTo(millis[9_999], within(1e-4 * millis[9_999] + 1e-4));
        assertThat(value(latency.p90Millis())).isCloseTo(millis[17_999], within(1e-4 * millis[17_999] + 1e-4));
        assertThat(value(latency.p99Millis())).isCloseTo(millis[19_799], within(1e-4 * millis[19_799] + 1e-4));
    }

    private static double value(Figure figure) {
        return figure.value().orElseThrow();
    }

    @Test
    void record_byManyThreads_countsEveryDuration() {
        IntStream.range(0, 100_000).parallel().forEach(i -> recorder.record(Duration.ofMillis(i)));

        assertThat(recorder.count()).isEqualTo(100_000);
        assertThat(value(recorder.latency().p50Millis())).isCloseTo(49_999, within(5.0));
    }

    @Test
    void latency_ofTooFew_isWithheld() {
        IntStream.range(0, 19).forEach(_ -> recorder.record(Duration.ofMillis(1)));

        assertThat(recorder.latency().p50Millis().reason()).hasValue("latency p50 needs at least 20 queries, got: 19");
    }
}
