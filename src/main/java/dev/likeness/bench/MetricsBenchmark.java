package dev.likeness.bench;

import dev.likeness.evaluation.clustering.ClusteringReport;
import dev.likeness.evaluation.report.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Measures the time of all clustering metrics at 250,000, 500,000 and a million labels. Linear metrics take
/// about twice the time for twice the labels; a quadratic metric would take four times as long.
public final class MetricsBenchmark {
    private static final int[] SIZES = {250_000, 500_000, 1_000_000};
    private static final int ROUNDS = 7;
    private static final int FACES_PER_PERSON = 20;
    private static final long SEED = 20210619; // the day MagFace was shown at CVPR

    private MetricsBenchmark() {}

    /// The results for one size.
    ///
    /// @param labels number of labelled faces
    /// @param people number of people
    /// @param clusters number of clusters
    /// @param millis median time of seven rounds, in milliseconds
    /// @param nanosPerLabel median time per label, in nanoseconds
    /// @param ratio time divided by that for half as many labels; null for the smallest size
    public record Run(
            int labels,
            long people,
            long clusters,
            double millis,
            double nanosPerLabel,
            @Nullable Double ratio) {}

    /// Measures the sizes in turn, so that a slow phase of the machine affects all of them. The first round
    /// is a warm-up and is not counted.
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

        /// Labels of people with 20 faces on average, in random order. 80 % of the faces are in their
        /// person's cluster, 10 % in a second cluster of the person, 5 % with another person and 5 % in no
        /// cluster.
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
