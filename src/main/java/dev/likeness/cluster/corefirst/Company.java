package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.ContextRules;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Which people are in photos together, and how often. 8 bytes for each two people of a photo.
final class Company {
    /// The pairs of each photo, sorted, so that equal ones are a run.
    private final long[] pairs;

    /// In how many photos with several people each person is.
    private final int[] photosOf;

    /// The number of photos with several people.
    private final int photos;

    private Company(long[] pairs, int[] photosOf, int photos) {
        this.pairs = pairs;
        this.photosOf = photosOf;
        this.photos = photos;
    }

    /// @param photos number of photos
    /// @param peopleOf the people in a photo, ascending, each once
    /// @param people people are numbers below this
    static Company of(int photos, IntFunction<int[]> peopleOf, int people) {
        int[] photosOf = new int[people];
        long[] pairs = new long[64];
        int size = 0;
        int withSeveral = 0;
        for (int photo = 0; photo < photos; photo++) {
            int[] together = peopleOf.apply(photo);
            if (together.length < 2 || together.length > ContextRules.MAX_COMPANY) {
                continue;
            }
            withSeveral++;
            int added = together.length * (together.length - 1) / 2;
            if (size + added > pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.max(size + added, pairs.length + (pairs.length >> 1)));
            }
            for (int i = 0; i < together.length; i++) {
                photosOf[together[i]]++;
                for (int j = 0; j < i; j++) {
                    pairs[size++] = pair(together[j], together[i]);
                }
            }
        }
        long[] sorted = Arrays.copyOf(pairs, size);
        Arrays.parallelSort(sorted);
        return new Company(sorted, photosOf, withSeveral);
    }

    private static long pair(int smaller, int larger) {
        return ((long) smaller << Integer.SIZE) | larger;
    }

    /// In how many photos two people are together.
    int together(int one, int other) {
        long pair = pair(Math.min(one, other), Math.max(one, other));
        return firstAtOrAfter(pair + 1) - firstAtOrAfter(pair);
    }

    /// How much likelier a person is in a photo that shows one of these people, in nats; the one who says
    /// most counts, because the others of a family say the same again.
    ///
    /// The observed number of common photos is compared with the one to expect of two people who do not know
    /// each other. Both are shrunk, so that two common photos of people who are seldom seen say little (the
    /// gamma-Poisson shrinker with a fixed prior; DuMouchel, *Bayesian data mining in large frequency
    /// tables*, 1999).
    ///
    /// @param prior number of photos that is added to both
    /// @return 0 if they are not often together
    double nats(int person, int[] company, double prior) {
        double most = 0;
        for (int other : company) {
            int observed = isKnown(person) && isKnown(other) ? together(person, other) : 0;
            if (observed >= ContextRules.MIN_PHOTOS_TOGETHER) {
                double expected = (double) photosOf[person] * photosOf[other] / photos;
                most = Math.max(most, Math.log((observed + prior) / (expected + prior)));
            }
        }
        return most;
    }

    /// Whether a person had a number when the photos were counted.
    private boolean isKnown(int person) {
        return person < photosOf.length;
    }

    private int firstAtOrAfter(long pair) {
        int from = 0;
        int to = pairs.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (pairs[middle] < pair) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
