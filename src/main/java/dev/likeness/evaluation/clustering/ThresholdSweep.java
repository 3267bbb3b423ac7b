package dev.likeness.evaluation.clustering;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// The clusterings of one state of a gallery, as it is or degraded, by one algorithm with each of several
/// minimum cosines; and the ways to choose one of these by labels.
final class ThresholdSweep {
    /// Number of parts that the people are divided into for cross-validation.
    static final int FOLDS = 5;

    private static final long SEED = 1;

    private static final float MIN_TRIED_COSINE = 0.26f;
    private static final int TRIED_COSINES = 28;
    private static final float TRIED_STEP = 0.02f;

    /// By minimum cosine, and then by draw.
    private final List<List<LabelledClustering>> clusterings;

    /// @param clusterings the clusterings of all draws with each of [#minCosines()]
    ThresholdSweep(List<List<LabelledClustering>> clusterings) {
        this.clusterings = clusterings.stream().map(List::copyOf).toList();
    }

    /// The minimum cosines that are tried, ascending.
    static List<Float> minCosines() {
        List<Float> cosines = new ArrayList<>();
        for (int step = 0; step < TRIED_COSINES; step++) {
            cosines.add(MIN_TRIED_COSINE + step * TRIED_STEP);
        }
        return cosines;
    }

    /// Whether a chosen minimum cosine is the lowest or highest of those that are tried, so that one beyond
    /// may be better.
    static boolean isAtTheEnd(List<Float> chosen) {
        List<Float> tried = minCosines();
        return chosen.contains(tried.getFirst()) || chosen.contains(tried.getLast());
    }

    /// Clusterings with a minimum cosine that was chosen by labels.
    ///
    /// @param minCosines what was chosen, once each, ascending
    /// @param scores by draw
    record Choice(List<Float> minCosines, List<ClusteringScores> scores) {}

    /// Chooses the minimum cosine with the highest mean BCubed F on the very labels that then evaluate it: an
    /// upper bound of what one of the tried minimum cosines reaches.
    Choice best() {
        int best = best(LabelledClustering::fOfAll);
        return new Choice(List.of(minCosines().get(best)), scores(best));
    }

    /// Chooses the minimum cosine of each fifth of the people by the mean BCubed F of the other four fifths. The
    /// labels of the evaluated people play no part in the choice.
    Choice crossValidated(int people) {
        int[] foldOf = folds(people);
        List<Integer> bestOfFold = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            BitSet hidden = new BitSet();
            for (int person = 0; person < people; person++) {
                hidden.set(person, foldOf[person] == fold);
            }
            bestOfFold.add(best(clustering -> clustering.fWithout(hidden)));
        }
        List<ClusteringScores> scores = new ArrayList<>();
        List<List<ClusteringScores>> ofFold =
                bestOfFold.stream().map(this::scores).toList();
        for (int draw = 0; draw < clusterings.getFirst().size(); draw++) {
            int ofDraw = draw;
            scores.add(ClusteringScores.chosen(
                    ofFold.stream().map(draws -> draws.get(ofDraw)).toList(), foldOf));
        }
        return new Choice(
                bestOfFold.stream().distinct().sorted().map(minCosines()::get).toList(), scores);
    }

    /// The fold of each person: folds of equal size, give or take one, drawn at random.
    static int[] folds(int people) {
        int[] foldOf = new int[people];
        for (int person = 0; person < people; person++) {
            foldOf[person] = person % FOLDS;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int person = people - 1; person > 0; person--) {
            int other = random.nextInt(person + 1);
            int fold = foldOf[person];
            foldOf[person] = foldOf[other];
            foldOf[other] = fold;
        }
        return foldOf;
    }

    private List<ClusteringScores> scores(int cosine) {
        return clusterings.get(cosine).stream().map(LabelledClustering::scores).toList();
    }

    /// The index of the minimum cosine with the highest mean over the draws; the lowest of equal ones.
    private int best(ToDoubleFunction<LabelledClustering> f) {
        int best = 0;
        double bestF = -1;
        for (int tried = 0; tried < clusterings.size(); tried++) {
            double mean =
                    clusterings.get(tried).stream().mapToDouble(f).average().orElseThrow();
            if (mean > bestF) {
                best = tried;
                bestF = mean;
            }
        }
        return best;
    }
}
