package dev.likeness.bench.soak;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The time between a start of the server and its end.
///
/// @param startSeconds seconds until the server was ready
/// @param seconds seconds under load
/// @param stopSeconds seconds from the signal to the end of the process
/// @param status exit status: 143 after SIGTERM, 137 after SIGKILL
/// @param samples what the server used, over time
/// @param consistency result of the check after the next start; for the last run, before its end
public record ServerRun(
        double startSeconds,
        double seconds,
        double stopSeconds,
        int status,
        List<ServerSample> samples,
        SoakBenchmark.Consistency consistency) {

    /// The first value of a quantity; null without samples.
    public @Nullable Double first(Function<ServerSample, @Nullable Double> quantity) {
        return samples.isEmpty() ? null : quantity.apply(samples.getFirst());
    }

    /// The largest value of a quantity; null without samples.
    public @Nullable Double largest(Function<ServerSample, @Nullable Double> quantity) {
        return samples.stream()
                .map(quantity)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
    }

    /// The growth of a quantity per minute in the second half of the run, by least squares; null for fewer than
    /// three values. In the first half, the server still fills its caches and compiles.
    public @Nullable Double growth(Function<ServerSample, @Nullable Double> quantity) {
        List<ServerSample> late = samples.stream()
                .filter(sample -> sample.seconds() >= seconds / 2 && quantity.apply(sample) != null)
                .toList();
        if (late.size() < 3) {
            return null;
        }
        double[] times = late.stream().mapToDouble(ServerSample::seconds).toArray();
        double[] values = late.stream()
                .mapToDouble(sample -> Objects.requireNonNull(quantity.apply(sample)))
                .toArray();
        double meanTime = Arrays.stream(times).average().orElseThrow();
        double mean = Arrays.stream(values).average().orElseThrow();
        double both = 0;
        double squares = 0;
        for (int i = 0; i < times.length; i++) {
            both += (times[i] - meanTime) * (values[i] - mean);
            squares += (times[i] - meanTime) * (times[i] - meanTime);
        }
        return 60 * both / squares;
    }
}
