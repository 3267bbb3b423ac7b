package dev.likeness.evaluation.report;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Percentile bootstrap (Efron and Tibshirani 1993, ch. 13) over units that are resampled as a whole.
/// Dependent observations, such as all photos of a person or one pair in five degradations, belong to one
/// unit. If the statistic is the difference of two methods on the same resample, the bootstrap is paired.
///
/// @param resamples number of resamples, at least 100
/// @param seed random seed
public record Bootstrap(int resamples, long seed) {

    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 resamples
    public Bootstrap {
        if (resamples < 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "resamples must be at least 100, got: " + resamples);
        }
    }

    /// Computes the interval of a statistic.
    ///
    /// @param units number of units, at least 30
    /// @param statistic a function of the number of times each unit was drawn; all ones is the original data.
    ///     Resamples on which it is NaN (for example, because no mated pair was drawn) are ignored
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 30 units, or if the statistic is
    ///     NaN on the original data
    public Interval interval(int units, ToDoubleFunction<int[]> statistic) {
        return intervals(units, drawn -> new double[] {statistic.applyAsDouble(drawn)})
                .getFirst();
    }

    /// Computes the intervals of several statistics on the same resamples, as [#interval] does each.
    ///
    /// @param statistics a function of the number of times each unit was drawn, always of the same length
    public List<Interval> intervals(int units, Function<int[], double[]> statistics) {
        if (units < Figure.MIN_OBSERVATIONS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a bootstrap needs at least %d units, got: %d".formatted(Figure.MIN_OBSERVATIONS, units));
        }
        int[] drawn = new int[units];
        Arrays.fill(drawn, 1);
        double[] estimates = statistics.apply(drawn);
        if (Arrays.stream(estimates).anyMatch(Double::isNaN)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a bootstrapped statistic must be a number, got: NaN");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[estimates.length][resamples];
        for (int i = 0; i < resamples; i++) {
            Arrays.fill(drawn, 0);
            for (int unit = 0; unit < units; unit++) {
                drawn[random.nextInt(units)]++;
            }
            double[] resampled = statistics.apply(drawn);
            for (int j = 0; j < estimates.length; j++) {
                values[j][i] = resampled[j];
            }
        }
        List<Interval> intervals = new ArrayList<>();
        for (int j = 0; j < estimates.length; j++) {
            double[] sorted = Arrays.stream(values[j])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            intervals.add(new Interval(estimates[j], Quantiles.of(sorted, 0.025), Quantiles.of(sorted, 0.975), units));
        }
        return intervals;
    }
}
