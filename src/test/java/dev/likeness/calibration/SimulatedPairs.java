package dev.likeness.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Pairs from a world in which quality matters: the poorer a pair, the less alike are two pictures of
/// one person, and the more alike those of two (the pull of blur).
final class SimulatedPairs {
    private SimulatedPairs() {}

    static List<LabelledPair> of(long seed, int mated, int impostors) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledPair> pairs = new ArrayList<>();
        for (int i = 0; i < mated + impostors; i++) {
            boolean same = i < mated;
            double first = random.nextDouble();
            double second = random.nextDouble();
            double q = Math.min(first, second);
            double mean = same ? .25 + .5 * q : .15 * (1 - q);
            double cosine = Math.clamp(mean + .1 * random.nextGaussian(), -1, 1);
            int person = random.nextInt(60);
            int other = (person + 1 + random.nextInt(59)) % 60;
            pairs.add(new LabelledPair(cosine, first, second, same, "p" + person, "p" + (same ? person : other)));
        }
        return pairs;
    }

    /// Pairs from a world in which the better face counts as much as the worse.
    static List<LabelledPair> ofBothQualities(long seed, int mated, int impostors) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabelledPair> pairs = new ArrayList<>();
        for (int i = 0; i < mated + impostors; i++) {
            boolean same = i < mated;
            double first = random.nextDouble();
            double second = random.nextDouble();
            double mean = same ? .1 + .3 * (first + second) : 0;
            double cosine = Math.clamp(mean + .15 * random.nextGaussian(), -1, 1);
            pairs.add(new LabelledPair(cosine, first, second, same));
        }
        return pairs;
    }
}
