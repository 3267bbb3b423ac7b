package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.face.UnitVector;
import dev.likeness.index.lucene.search.TemplateJoin;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures how the time of the search for duplicate identities grows. Synthetic templates, one in a hundred
/// of which is a duplicate, are joined with themselves, at a quarter, a half and the whole of the largest
/// size.
///
/// Templates have 128 dimensions with decreasing variances, so that one in a thousand impostor pairs reaches
/// a cosine of 0.35, as with mobilefacenet-128. A template and its duplicate have a cosine of about 0.7.
public final class DuplicateBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int DIMENSION = 128;
    private static final double DECAY = 90;
    private static final double NOISE = 0.65;
    private static final int NEIGHBOURS = 16;
    private static final float FLOOR = 0.35f;
    private static final long SEED = 1;

    private DuplicateBenchmark() {}

    /// The results for one size.
    ///
    /// @param pairs number of pairs of templates
    /// @param found number of pairs found
    /// @param plantedRecall share of the planted pairs among those found, 0 to 1
    /// @param seconds wall-clock time
    /// @param cpuSeconds CPU time of all threads, which does not depend on other load of the machine
    /// @param ratio CPU time divided by that for half as many templates; null for the first size
    public record Run(
            int identities,
            long pairs,
            long found,
            double plantedRecall,
            double seconds,
            double cpuSeconds,
            @Nullable Double ratio) {}

    private record SyntheticPerson(int person, UnitVector template) {}

    /// Runs all three sizes.
    ///
    /// @param largest number of identities of the last run, at least 40,000, so that all runs use the index
    /// @param listener receives the result of each run
    public static List<Run> run(int largest, Consumer<Run> listener) {
        List<Run> runs = new ArrayList<>();
        for (int identities : List.of(largest / 4, largest / 2, largest)) {
            Run run = run(identities, runs.isEmpty() ? null : runs.getLast().cpuSeconds);
            runs.add(run);
            listener.accept(run);
        }
        return runs;
    }

    private static Run run(int identities, @Nullable Double half) {
        Random random = new Random(SEED);
        int twice = identities / 100;
        List<SyntheticPerson> made = new ArrayList<>();
        for (int person = 0; person < identities - twice; person++) {
            float[] centre = gaussian(random, 1);
            boolean again = person < twice;
            made.add(new SyntheticPerson(person, UnitVector.normalized(again ? near(centre, random) : centre)));
            if (again) {
                made.add(new SyntheticPerson(person, UnitVector.normalized(near(centre, random))));
            }
        }
        Collections.shuffle(made, random);
        List<UnitVector> directions =
                made.stream().map(SyntheticPerson::template).toList();
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        TemplateJoin.Pairs found = TemplateJoin.pairs(directions, NEIGHBOURS, FLOOR, () -> false);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9;
        long planted = found.pairs().stream()
                .filter(pair -> made.get(pair.first()).person == made.get(pair.second()).person)
                .count();
        return new Run(
                directions.size(),
                (long) directions.size() * (directions.size() - 1) / 2,
                found.pairs().size(),
                (double) planted / twice,
                seconds,
                cpuSeconds,
                half == null ? null : (Double) (cpuSeconds / half));
    }

    private static double scale(int component) {
        return Math.exp(-component / DECAY);
    }

    private static float[] near(float[] centre, Random random) {
        float[] vector = gaussian(random, NOISE);
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] += centre[i];
        }
        return vector;
    }

    private static float[] gaussian(Random random, double strength) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (strength * random.nextGaussian() * scale(i));
        }
        return vector;
    }
}
