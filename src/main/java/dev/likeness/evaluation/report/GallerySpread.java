package dev.likeness.evaluation.report;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// What a figure is in a single gallery: its distribution over many galleries of some people. An interval of
/// [Bootstrap] says how well the mean over all galleries is known. This range says where the figure of the
/// next gallery is to be expected, and does not shrink with more galleries.
///
/// @param people number of people in each gallery
/// @param galleries number of galleries
/// @param median the figure of the median gallery
/// @param low 2.5 % quantile over the galleries
/// @param high 97.5 % quantile over the galleries
public record GallerySpread(int people, int galleries, double median, double low, double high) {
    private static final int GALLERIES = 200;

    /// Draws 200 galleries from a larger one.
    ///
    /// @param people number of people to draw without replacement, at least 1 and below `units`
    /// @param units number of people of the larger gallery
    /// @param statistic a function of the number of times each person was drawn, 0 or 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `people` is out of range
    public static GallerySpread drawn(int people, int units, long seed, ToDoubleFunction<int[]> statistic) {
        if (people < 1 || people >= units) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "galleries drawn from %d people must have between 1 and %d of them, got: %d"
                            .formatted(units, units - 1, people));
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[GALLERIES];
        for (int i = 0; i < GALLERIES; i++) {
            int[] drawn = new int[units];
            // Floyd's sampling without replacement (Bentley and Floyd, CACM 1987).
            for (int last = units - people; last < units; last++) {
                int unit = random.nextInt(last + 1);
                drawn[drawn[unit] == 0 ? unit : last] = 1;
            }
            values[i] = statistic.applyAsDouble(drawn);
        }
        return sorted(people, values);
    }

    /// The spread of figures that were measured gallery by gallery.
    ///
    /// @param values one per gallery, at least one
    public static GallerySpread of(int people, Collection<Double> values) {
        return sorted(people, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static GallerySpread sorted(int people, double[] values) {
        Arrays.sort(values);
        return new GallerySpread(
                people,
                values.length,
                Quantiles.of(values, 0.5),
                Quantiles.of(values, 0.025),
                Quantiles.of(values, 0.975));
    }

    /// Median and range as text, with four decimals.
    public String text() {
        return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", median, low, high);
    }
}
