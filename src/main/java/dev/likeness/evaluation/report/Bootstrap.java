package dev.likeness.evaluation.report;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Percentile bootstrap (Efron and Tibshirani 1993, ch. 13) over units that are drawn whole: if a person, or a pair in
/// five degradations, is one unit, what belongs together stays together. A statistic that is itself the difference of
/// two methods on the same resample makes the bootstrap paired.
///
/// @param resamples how many times to draw, at least 100
/// @param seed of the draws
public record Bootstrap(int resamples, long seed) {

    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 100 resamples
    public Bootstrap {
        if (resamples < 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "resamples must be at least 100, got: " + resamples);
        }
    }

    /// The interval of a statistic.
    ///
    /// @param units how many units there are
    /// @param statistic a function of how often each unit was drawn; all ones is the data as it is. A resample on
    ///     which it is not a number (say, because no mated pair was drawn) is left out.
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 30 units, or the statistic is not a
    ///     number on the data as it is
    public Interval interval(int units, ToDoubleFunction<int[]> statistic) {
        if (units < Figure.MIN_OBSERVATIONS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a bootstrap needs at least %d units, got: %d".formatted(Figure.MIN_OBSERVATIONS, units));
        }
        int[] drawn = new int[units];
        Arrays.fill(drawn, 1);
        double estimate = statistic.applyAsDouble(drawn);
        if (Double.isNaN(estimate)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a bootstrapped statistic must be a number, got: NaN");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            Arrays.fill(drawn, 0);
            for (int unit = 0; unit < units; unit++) {
                drawn[random.nextInt(units)]++;
            }
            values[i] = statistic.applyAsDouble(drawn);
        }
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return new Interval(estimate, Quantiles.of(sorted, 0.025), Quantiles.of(sorted, 0.975), units);
    }
}
