package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("choosing a minimum cosine by labels (folds: seed 1)")
class ThresholdSweepTest {
    private static final int PEOPLE = 40;
    private static final int[] FOLDS = ThresholdSweep.folds(PEOPLE);

    /// Two faces a person.
    private static final long[] FACES =
            LongStream.range(0, 2 * PEOPLE).map(face -> face / 2).toArray();

    @Test
    void folds_ofFortyPeople_areFiveOfEightEach() {
        assertThat(IntStream.range(0, ThresholdSweep.FOLDS)
                        .mapToLong(fold ->
                                Arrays.stream(FOLDS).filter(of -> of == fold).count()))
                .containsExactly(8L, 8L, 8L, 8L, 8L);
        assertThat(FOLDS)
                .isEqualTo(ThresholdSweep.folds(PEOPLE))
                .isNotEqualTo(IntStream.range(0, PEOPLE)
                        .map(person -> person % ThresholdSweep.FOLDS)
                        .toArray());
    }

    @Test
    void crossValidated_evaluatesNobodyWithAMinCosineThatTheirLabelsChose() {
        // The n-th clustering is right about fold n alone. With the labels of everybody, every fold could
        // have its own.
        List<List<LabelledClustering>> clusterings = new ArrayList<>();
        for (int fold = 0; fold < ThresholdSweep.FOLDS; fold++) {
            int right = fold;
            clusterings.add(List.of(clustering(person -> FOLDS[person] == right)));
        }
        ThresholdSweep sweep = new ThresholdSweep(clusterings);

        assertThat(sweep.crossValidated(PEOPLE)
                        .scores()
                        .getFirst()
                        .all()
                        .bCubed()
                        .recall())
                .isEqualTo(.5);
        assertThat(sweep.best().scores().getFirst().all().bCubed().recall()).isCloseTo(.6, within(1e-12));
    }

    @Test
    void best_isTheMinCosineWithTheHighestMeanOverTheDraws() {
        ThresholdSweep sweep = new ThresholdSweep(List.of(
                List.of(clustering(_ -> true), clustering(_ -> false)),
                List.of(clustering(person -> person > 0), clustering(person -> person > 0))));

        ThresholdSweep.Choice best = sweep.best();

        assertThat(best.minCosines())
                .containsExactly(ThresholdSweep.minCosines().get(1));
        assertThat(best.scores()).hasSize(2);
    }

    @Test
    void isAtTheEnd_ofTheLowestAndTheHighestTried() {
        assertThat(ThresholdSweep.isAtTheEnd(List.of(ThresholdSweep.minCosines().getFirst())))
                .isTrue();
        assertThat(ThresholdSweep.isAtTheEnd(List.of(ThresholdSweep.minCosines().getLast())))
                .isTrue();
        assertThat(ThresholdSweep.isAtTheEnd(List.of(ThresholdSweep.minCosines().get(1))))
                .isFalse();
    }

    @Test
    void fWithout_somePeople_doesNotLookAtTheirLabels() {
        BitSet hidden = new BitSet();
        hidden.set(0, 10);
        LabelledClustering all = clustering(person -> person % 3 > 0);
        // The hidden people share the clusters of the others, which nobody sees without their labels.
        long[] joined = all.clusters().clone();
        for (int face = 0; face < 20; face++) {
            joined[face] = joined[face + 20];
        }
        LabelledClustering other = new LabelledClustering(all.people(), joined, all.qualities(), new BitSet(), 0);

        assertThat(other.fWithout(hidden)).isEqualTo(all.fWithout(hidden));
        assertThat(other.fOfAll()).isLessThan(all.fOfAll());
    }

    @Test
    void scores_byQuality_countPoorFacesOnTheirOwnAndSuggestionsAsUnassigned() {
        // people   A A A B B B      clusters  [A A A B] [B B]      quality 50 50 9 14 50 50
        long[] people = {0, 0, 0, 1, 1, 1};
        LabelledClustering clustering = new LabelledClustering(
                people, new long[] {1, 1, 1, 1, 2, 2}, new int[] {50, 50, 9, 14, 50, 50}, new BitSet(), .5);

        ClusteringScores scores = clustering.scores();

        assertThat(scores.all().falseJoins()).isCloseTo(6.0 / 14, within(1e-12));
        // Without the third A, A A B and B B are left.
        assertThat(scores.withoutSuggestions().falseJoins()).isCloseTo(4.0 / 8, within(1e-12));
        assertThat(scores.named().faces()).isEqualTo(5);
        // The third A has two faces of A and one of B, the first B three of A.
        assertThat(scores.poor().faces()).isEqualTo(2);
        assertThat(scores.poor().falseJoins()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(scores.poor().falseSplits()).isCloseTo(2.0 / 4, within(1e-12));
    }

    @Test
    void scores_ofAPoorFaceThatAUserConfirmed_areAsItWasAssigned() {
        BitSet confirmed = new BitSet();
        confirmed.set(1);
        LabelledClustering clustering =
                new LabelledClustering(new long[] {0, 0}, new long[] {1, 1}, new int[] {50, 3}, confirmed, 1);

        assertThat(clustering.scores().withoutSuggestions().falseSplits()).isZero();
    }

    /// Everybody's two faces are one cluster if the clustering is right about them, and two clusters
    /// otherwise.
    private static LabelledClustering clustering(IntPredicate isRight) {
        long[] clusters = new long[FACES.length];
        int[] qualities = new int[FACES.length];
        for (int face = 0; face < clusters.length; face++) {
            clusters[face] = isRight.test((int) FACES[face]) ? FACES[face] : -1;
            qualities[face] = 50;
        }
        return new LabelledClustering(FACES, clusters, qualities, new BitSet(), 0);
    }
}
