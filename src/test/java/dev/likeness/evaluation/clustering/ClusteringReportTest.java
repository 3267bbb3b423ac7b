package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import smile.validation.metric.NormalizedMutualInformation;
import smile.validation.metric.RandIndex;

class ClusteringReportTest {
    // people   A A A A B B        clusters  [A A A] [A B] [B]
    private static final long[] PEOPLE = {1, 1, 1, 1, 2, 2};
    private static final long[] CLUSTERS = {7, 7, 7, 8, 8, 9};

    @Test
    void pairwise_byHand() {
        // Together: 3 pairs of A and the pair AB, 3 of 4 rightly. Belonging together: 6 of A, 1 of B, 3 of 7 found.
        ClusterScores scores = new ContingencyTable(PEOPLE, CLUSTERS).pairwise();

        assertThat(scores).isEqualTo(new ClusterScores(3.0 / 4, 3.0 / 7));
        assertThat(scores.fScore()).isCloseTo(6.0 / 11, within(1e-12));
    }

    @Test
    void bCubed_byHand() {
        // Cells A7: 3 of 3, A8: 1 of 2, B8: 1 of 2, B9: 1 of 1.
        // Precision (9/3 + 1/2 + 1/2 + 1/1)/6 = 5/6, recall (9/4 + 1/4 + 1/2 + 1/2)/6 = 7/12.
        ClusterScores scores = new ContingencyTable(PEOPLE, CLUSTERS).bCubed();

        assertThat(scores.precision()).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(scores.recall()).isCloseTo(7.0 / 12, within(1e-12));
        assertThat(scores.fScore()).isCloseTo(35.0 / 51, within(1e-12));
    }

    @Test
    void counts_byHand() {
        ClusteringReport report = ClusteringReport.of(PEOPLE, CLUSTERS, new long[] {1, 1, 2, 3, 4, 5}, null);

        assertThat(report.faces()).isEqualTo(6);
        assertThat(report.people()).isEqualTo(2);
        assertThat(report.clusters()).isEqualTo(3);
        assertThat(report.identitiesSplit()).isEqualTo(2);
        assertThat(report.identitiesMerged()).isEqualTo(2);
        assertThat(report.clustersMixed()).isEqualTo(1);
        assertThat(report.clustersPerIdentity()).isEqualTo(2);
        assertThat(report.singletons()).isEqualTo(1);
        assertThat(report.singletonRate()).isEqualTo(1.0 / 3);
        assertThat(report.samePhotoClusters()).isEqualTo(1);
        assertThat(report.bCubedF().reason()).hasValue("BCubed F needs at least 30 faces, got: 6");
    }

    @Test
    void oneCluster_hasFullRecall() {
        ContingencyTable one = new ContingencyTable(PEOPLE, new long[6]);

        assertThat(one.pairwise()).isEqualTo(new ClusterScores(7.0 / 15, 1));
        assertThat(one.bCubed().precision()).isCloseTo((16 + 4) / 36.0, within(1e-12));
        assertThat(one.bCubed().recall()).isEqualTo(1);
        assertThat(one.nmiArithmetic()).isZero();
        assertThat(one.nmiMax()).isZero();
    }

    @Test
    void allSingletons_haveFullPrecision() {
        ContingencyTable alone = new ContingencyTable(PEOPLE, new long[] {1, 2, 3, 4, 5, 6});

        assertThat(alone.pairwise()).isEqualTo(new ClusterScores(1, 0));
        assertThat(alone.pairwise().fScore()).isZero();
        assertThat(alone.bCubed().precision()).isEqualTo(1);
        assertThat(alone.bCubed().recall()).isCloseTo(2.0 / 6, within(1e-12));
        assertThat(alone.singletons()).isEqualTo(6);
    }

    @Test
    void perfect_isOneEverywhere() {
        ContingencyTable perfect = new ContingencyTable(PEOPLE, PEOPLE);

        assertThat(perfect.pairwise()).isEqualTo(new ClusterScores(1, 1));
        assertThat(perfect.bCubed()).isEqualTo(new ClusterScores(1, 1));
        assertThat(perfect.nmiArithmetic()).isCloseTo(1, within(1e-12));
        assertThat(new ContingencyTable(new long[3], new long[3]).nmiMax()).isEqualTo(1);
    }

    @Test
    void missedPhotos_countAsSingletons() {
        ContingencyTable missed = new ContingencyTable(PEOPLE, new long[] {7, 7, -1, -1, 8, -5});
        ContingencyTable alone = new ContingencyTable(PEOPLE, new long[] {7, 7, 20, 21, 8, 22});

        assertThat(missed.bCubed()).isEqualTo(alone.bCubed());
        assertThat(missed.pairwise()).isEqualTo(alone.pairwise());
        assertThat(missed.singletons()).isEqualTo(4);
    }

    @Test
    void relabelledAndReordered_isTheSame() {
        long[] people = people(500);
        long[] clusters = clusters(500);
        SplittableRandom random = new SplittableRandom(5);
        int[] order = IntStream.range(0, 500)
                .boxed()
                .sorted((a, b) -> Integer.compare(a * 337 % 500, b * 337 % 500))
                .mapToInt(Integer::intValue)
                .toArray();
        long shift = random.nextLong(1L << 40);
        ContingencyTable before = new ContingencyTable(people, clusters);
        ContingencyTable after = new ContingencyTable(
                Arrays.stream(order).mapToLong(i -> -people[i] * 31 - shift).toArray(),
                Arrays.stream(order).mapToLong(i -> clusters[i] * 7 + shift).toArray());

        assertThat(after.pairwise()).isEqualTo(before.pairwise());
        assertThat(after.bCubed().fScore()).isCloseTo(before.bCubed().fScore(), within(1e-12));
        assertThat(after.nmiMax()).isCloseTo(before.nmiMax(), within(1e-12));
        assertThat(after.peopleSplit()).isEqualTo(before.peopleSplit());
        assertThat(after.peopleMerged()).isEqualTo(before.peopleMerged());
    }

    @Test
    void fixture_agreesWithASeparateComputation() {
        // Expected values by scikit-learn and a naive double loop.
        ClusteringReport report = ClusteringReport.of(people(500), clusters(500), null, null);

        assertThat(report.nmiArithmetic().value()).hasValueCloseTo(0.9345267317848671, within(1e-12));
        assertThat(report.nmiMax().value()).hasValueCloseTo(0.8822474929849662, within(1e-12));
        assertThat(report.pairwisePrecision().value()).hasValueCloseTo(0.9986714746631239, within(1e-12));
        assertThat(report.pairwiseRecall().value()).hasValueCloseTo(0.8209048361934478, within(1e-12));
        assertThat(report.bCubedPrecision().value()).hasValueCloseTo(0.986, within(1e-12));
        assertThat(report.bCubedRecall().value()).hasValueCloseTo(0.8282710622710622, within(1e-12));
    }

    @Test
    void nmiAndRandIndex_agreeWithSmile() {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 20; round++) {
            int[] people = random.ints(200, 0, 12).toArray();
            int[] clusters = random.ints(200, 0, 1 + round).toArray();
            ContingencyTable contingency = new ContingencyTable(wide(people), wide(clusters));

            if (round > 0) {
                assertThat(contingency.nmiArithmetic())
                        .isCloseTo(NormalizedMutualInformation.sum(people, clusters), within(1e-9));
            }
            assertThat(contingency.nmiMax()).isCloseTo(NormalizedMutualInformation.max(people, clusters), within(1e-9));
            assertThat(randIndex(people, clusters, contingency))
                    .isCloseTo(RandIndex.of(people, clusters), within(1e-9));
        }
    }

    /// The Rand index from pairwise precision P and recall R: with T true pairs, R·T are found and R·T/P claimed.
    private static double randIndex(int[] people, int[] clusters, ContingencyTable contingency) {
        double all = people.length * (people.length - 1) / 2.0;
        double mates = pairsWithin(people);
        double claimed = pairsWithin(clusters);
        double found = contingency.pairwise().recall() * mates;
        assertThat(contingency.pairwise().precision() * claimed).isCloseTo(found, within(1e-6));
        return (all - mates - claimed + 2 * found) / all;
    }

    private static double pairsWithin(int[] labels) {
        double pairs = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < i; j++) {
                pairs += labels[i] == labels[j] ? 1 : 0;
            }
        }
        return pairs;
    }

    @Test
    void quartiles_judgeEachFaceInItsWholeCluster() {
        long[] people = people(500);
        long[] clusters = clusters(500);
        float[] magnitudes = new float[500];
        for (int i = 0; i < 500; i++) {
            magnitudes[i] = 5 + i % 100;
        }

        ClusteringReport report = ClusteringReport.of(people, clusters, null, magnitudes);

        assertThat(report.quartiles()).hasSize(4);
        assertThat(report.quartiles().stream()
                        .mapToLong(ClusteringReport.Quartile::n)
                        .sum())
                .isEqualTo(500);
        BitSet lowest = new BitSet();
        IntStream.range(0, 500).filter(i -> magnitudes[i] <= 29).forEach(lowest::set);
        assertThat(report.quartiles().getFirst().bCubedF().value())
                .hasValueCloseTo(
                        new ContingencyTable(people, clusters).bCubed(lowest).fScore(), within(1e-12));
    }

    @Test
    void bCubed_ofAllFacesOneByOne_isTheWhole() {
        ContingencyTable contingency = new ContingencyTable(people(500), clusters(500));
        BitSet all = new BitSet();
        all.set(0, 500);
        int[] everyoneOnce = new int[contingency.people()];
        Arrays.fill(everyoneOnce, 1);
        ScoresByPerson byPerson = contingency.byPerson(all);

        assertThat(contingency.bCubed(all).fScore())
                .isCloseTo(contingency.bCubed().fScore(), within(1e-12));
        assertThat(byPerson.bCubed().fScore()).isCloseTo(contingency.bCubed().fScore(), within(1e-12));
        assertThat(byPerson.bCubed(everyoneOnce).fScore())
                .isCloseTo(contingency.bCubed().fScore(), within(1e-12));
        assertThat(byPerson.falseJoins()).isCloseTo(1 - contingency.pairwise().precision(), within(1e-12));
        assertThat(byPerson.falseSplits()).isCloseTo(1 - contingency.pairwise().recall(), within(1e-12));
    }

    @Test
    void falseJoinsAndSplits_byHand() {
        BitSet all = new BitSet();
        all.set(0, 6);
        BitSet pair = new BitSet();
        pair.set(3, 5);
        ContingencyTable contingency = new ContingencyTable(PEOPLE, CLUSTERS);

        // One of 4 pairs in a cluster shows two people; 3 of the 6 pairs of A and the one of B are split.
        assertThat(contingency.byPerson(all).falseJoins()).isEqualTo(1.0 / 4);
        assertThat(contingency.byPerson(all).falseSplits()).isCloseTo(4.0 / 7, within(1e-12));
        // The fourth A and the first B have only each other: of the 3 and 1 faces of their people, none.
        assertThat(contingency.byPerson(pair).falseJoins()).isEqualTo(1);
        assertThat(contingency.byPerson(pair).falseSplits()).isEqualTo(1);
        assertThat(contingency.byPerson(new BitSet()).falseJoins()).isZero();
    }

    @Test
    void of_lengthsThatDiffer_isRefused() {
        assertThatThrownBy(() -> ClusteringReport.of(new long[2], new long[1], null, null))
                .hasMessage("there must be a person and a cluster for each of at least one face, got: 2 and 1");
    }

    @Test
    void of_aMillionFaces_takesSeconds() {
        SplittableRandom random = new SplittableRandom(1);
        long[] people = random.longs(1_000_000, 0, 80_000).toArray();
        long[] clusters = random.longs(1_000_000, 0, 100_000).toArray();
        long[] photos = LongStream.range(0, 1_000_000).map(i -> i / 3).toArray();

        ClusteringReport report = Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> ClusteringReport.of(people, clusters, photos, null));

        assertThat(report.faces()).isEqualTo(1_000_000);
    }

    private static long[] wide(int[] labels) {
        return Arrays.stream(labels).asLongStream().toArray();
    }

    private static long[] people(int n) {
        return LongStream.range(0, n).map(i -> (i * i + 3 * i) % 37).toArray();
    }

    private static long[] clusters(int n) {
        return LongStream.range(0, n)
                .map(i -> i * 31 % 11 != 0 ? (i * i + 3 * i) % 37 : i / 7 % 53 + 100)
                .toArray();
    }
}
