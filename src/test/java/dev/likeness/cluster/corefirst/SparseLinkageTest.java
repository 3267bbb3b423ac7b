package dev.likeness.cluster.corefirst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cluster.DisjointSets;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.clustering.HierarchicalClustering;
import smile.clustering.linkage.UPGMALinkage;

class SparseLinkageTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void merges_ofACompleteGraphByMeanCosine_areSmilesAverageLinkage(long seed) {
        int n = 60;
        List<UnitVector> directions = directions(n, seed);
        double[][] distances = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                distances[i][j] = 1 - directions.get(i).cosine(directions.get(j));
            }
        }
        double min = 0.4;
        int[] smile = HierarchicalClustering.fit(new UPGMALinkage(distances)).partition(1 - min);

        DisjointSets ours = new DisjointSets(n);
        SparseLinkage.merges(templates(directions), complete(n), Affinity.MEAN_COSINE, min)
                .forEach(merge -> ours.union(merge.one(), merge.other()));

        assertThat(partition(ours.labels())).isEqualTo(partition(smile)).hasSizeBetween(2, n - 1);
    }

    private static List<UnitVector> directions(int n, long seed) {
        Random random = new Random(seed);
        float[][] people = new float[8][16];
        for (float[] person : people) {
            for (int k = 0; k < person.length; k++) {
                person[k] = (float) random.nextGaussian();
            }
        }
        List<UnitVector> directions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            float[] direction = people[i % people.length].clone();
            for (int k = 0; k < direction.length; k++) {
                direction[k] += (float) (0.8 * random.nextGaussian());
            }
            directions.add(UnitVector.normalized(direction));
        }
        return directions;
    }

    private static List<ClusterTemplate> templates(List<UnitVector> directions) {
        return IntStream.range(0, directions.size())
                .mapToObj(face -> ClusterTemplate.of(directions.get(face).toArray(), 1, 1, face))
                .toList();
    }

    private static int[][] complete(int n) {
        return IntStream.range(0, n)
                .mapToObj(face ->
                        IntStream.range(0, n).filter(other -> other != face).toArray())
                .toArray(int[][]::new);
    }

    /// Each vertex with the next few.
    private static int[][] ring(int n) {
        return IntStream.range(0, n)
                .mapToObj(face -> IntStream.of(-9, -4, -1, 1, 4, 9)
                        .map(step -> Math.floorMod(face + step, n))
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void merges_ofASparseGraphByEvidence_areThoseOfSmilesLinkage(long seed) {
        int n = 72;
        List<ClusterTemplate> weighted = weighted(directions(n, seed), seed);
        Affinity evidence = Affinity.evidence(16).withSamePhotoPenalty(2);

        List<Merge> sparse = SparseLinkage.merges(weighted, ring(n), evidence, 0.5);

        assertThat(partition(joined(n, sparse)))
                .isEqualTo(partition(joined(n, SmileLinkage.merges(weighted, ring(n), evidence, 0.5))))
                .hasSizeBetween(2, n - 1);
    }

    private static int[] joined(int n, List<Merge> merges) {
        DisjointSets groups = new DisjointSets(n);
        merges.forEach(merge -> groups.union(merge.one(), merge.other()));
        return groups.labels();
    }

    private static List<ClusterTemplate> weighted(List<UnitVector> directions, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, directions.size())
                .mapToObj(face -> {
                    double share = 0.2 + 0.6 * random.nextDouble();
                    return ClusterTemplate.of(
                            directions.get(face).toArray(),
                            Math.sqrt(share) / (1 - share),
                            share / (1 - share),
                            face / 2);
                })
                .toList();
    }

    private static Set<Set<Integer>> partition(int[] labels) {
        return Set.copyOf(IntStream.range(0, labels.length)
                .boxed()
                .collect(Collectors.groupingBy(face -> labels[face], Collectors.toSet()))
                .values());
    }
}
