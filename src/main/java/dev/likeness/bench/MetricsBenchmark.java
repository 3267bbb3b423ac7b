package dev.likeness.bench;

import dev.likeness.evaluation.clustering.ClusteringReport;
import dev.likeness.evaluation.report.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// How long the clustering metrics take, all of them together, at a quarter, a half and a whole million of
/// labels. They are linear when twice the labels take about twice the time; a quadratic metric would take
/// four times as long.
public final class MetricsBenchmark {
    private static final int[] SIZES = {250_000, 500_000, 1_000_000};
    private static final int ROUNDS = 7;
    private static final int FACES_PER_PERSON = 20;
    private static final long SEED = 20210619; // the day MagFace was shown at CVPR

    private MetricsBenchmark() {}

    /// What one size took.
    ///
    /// @param labels how many faces were judged
    /// @param people how many people they are
    /// @param clusters how many clusters they are in
    /// @param millis the median of seven rounds
    /// @param nanosPerLabel the same, per label
    /// @param ratio to the time of half as many labels; null for the smallest size
    public record Run(
            int labels,
            long people,
            long clusters,
            double millis,
            double nanosPerLabel,
            @Nullable Double ratio) {}

    /// Measures each size in turn, round after round, so that a slow moment of the machine meets them all;
    /// the first round warms up and is not counted.
    public static List<Run> run() {
        List<Labels> sets = Arrays.stream(SIZES).mapToObj(Labels::new).toList();
        double[][] millis = new double[sets.size()][ROUNDS];
        ClusteringReport[] reports = sets.stream().map(Labels::evaluate).toArray(ClusteringReport[]::new);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < sets.size(); i++) {
                long start = System.nanoTime();
                reports[i] = sets.get(i).evaluate();
                millis[i][round] = (System.nanoTime() - start) / 1e6;
            }
        }
        List<Run> runs = new ArrayList<>();
        Double before = null;
        for (int i = 0; i < sets.size(); i++) {
            Arrays.sort(millis[i]);
            double median = Quantiles.of(millis[i], .5);
            ClusteringReport report = reports[i];
            runs.add(new Run(
                    SIZES[i],
                    report.people(),
                    report.clusters(),
                    median,
                    1e6 * median / SIZES[i],
                    before == null ? null : (Double) (median / before)));
            before = median;
        }
        return runs;
    }

    private static final class Labels {
        private final long[] people;
        private final long[] clusters;
        private final long[] photos;
        private final float[] magnitudes;

        /// People of 20 faces on average, in scattered order; of a hundred faces eighty are with their
        /// person, ten in a second cluster of the person's, five with somebody else and five in none.
        Labels(int n) {
            SplittableRandom random = new SplittableRandom(SEED);
            int persons = n / FACES_PER_PERSON;
            people = new long[n];
            clusters = new long[n];
            photos = new long[n];
            magnitudes = new float[n];
            for (int i = 0; i < n; i++) {
                people[i] = random.nextInt(persons);
                clusters[i] = cluster(random, people[i], persons);
                photos[i] = random.nextInt(n);
                magnitudes[i] = 4 + 20 * random.nextFloat();
            }
        }

        private static long cluster(SplittableRandom random, long person, int persons) {
            double fate = random.nextDouble();
            if (fate < .8) {
                return person;
            }
            if (fate < .9) {
                return persons + person;
            }
            return fate < .95 ? random.nextInt(persons) : -1;
        }

        ClusteringReport evaluate() {
            return ClusteringReport.of(people, clusters, photos, magnitudes);
        }
    }
}
