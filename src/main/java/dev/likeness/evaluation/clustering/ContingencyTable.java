package dev.likeness.evaluation.clustering;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.BitSet;

/// The number of faces of each person in each cluster, stored sparsely: time and space are linear in the
/// number of faces. In the notation of the literature, n is the count of a cell, a that of its person, b that
/// of its cluster, and N that of all faces.
public final class ContingencyTable {
    private final int[] cellOfFace;
    private final int[] personOfCell;
    private final int[] clusterOfCell;
    private final int[] countOfCell;
    private final int[] facesOfPerson;
    private final int[] facesOfCluster;
    private final int cells;

    /// @param people the person of each face
    /// @param clusters the cluster of each face; negative for a face in no cluster, which counts as a cluster
    ///     of one
    public ContingencyTable(long[] people, long[] clusters) {
        if (people.length != clusters.length || people.length == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be a person and a cluster for each of at least one face, got: %d and %d"
                            .formatted(people.length, clusters.length));
        }
        int[] person = indexed(people, false);
        int[] cluster = indexed(clusters, true);
        facesOfPerson = counts(person);
        facesOfCluster = counts(cluster);
        int faces = people.length;
        cellOfFace = new int[faces];
        personOfCell = new int[faces];
        clusterOfCell = new int[faces];
        countOfCell = new int[faces];
        int[] lastCellOfCluster = new int[facesOfCluster.length];
        Arrays.fill(lastCellOfCluster, -1);
        int made = 0;
        for (int face : grouped(person, facesOfPerson)) {
            int cell = lastCellOfCluster[cluster[face]];
            // Faces are sorted by person, so a cell of another person belongs to an earlier one.
            if (cell < 0 || personOfCell[cell] != person[face]) {
                cell = made++;
                lastCellOfCluster[cluster[face]] = cell;
                personOfCell[cell] = person[face];
                clusterOfCell[cell] = cluster[face];
            }
            countOfCell[cell]++;
            cellOfFace[face] = cell;
        }
        cells = made;
    }

    /// Maps labels to consecutive numbers, starting at 0, in the order of their first appearance.
    private static int[] indexed(long[] labels, boolean negativeIsAlone) {
        LabelIndexer numbers = new LabelIndexer(labels.length);
        int[] numbered = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            numbered[i] = negativeIsAlone && labels[i] < 0 ? numbers.nextSingleton() : numbers.indexOf(labels[i]);
        }
        return numbered;
    }

    private static int[] counts(int[] numbered) {
        int[] counts = new int[Arrays.stream(numbered).max().orElse(-1) + 1];
        for (int number : numbered) {
            counts[number]++;
        }
        return counts;
    }

    /// Sorts the faces by group (counting sort).
    private static int[] grouped(int[] groupOfFace, int[] sizes) {
        int[] next = new int[sizes.length];
        for (int i = 1; i < next.length; i++) {
            next[i] = next[i - 1] + sizes[i - 1];
        }
        int[] grouped = new int[groupOfFace.length];
        for (int face = 0; face < grouped.length; face++) {
            grouped[next[groupOfFace[face]]++] = face;
        }
        return grouped;
    }

    int faces() {
        return cellOfFace.length;
    }

    int people() {
        return facesOfPerson.length;
    }

    int clusters() {
        return facesOfCluster.length;
    }

    /// Pairwise scores. Precision is the share of the pairs in one cluster that show one person; recall is
    /// the share of the pairs of one person that are in one cluster. Precision is 1 if no two faces share a
    /// cluster; recall is 1 if no two faces show one person.
    ClusterScores pairwise() {
        long together = 0;
        for (int cell = 0; cell < cells; cell++) {
            together += pairs(countOfCell[cell]);
        }
        long claimed =
                Arrays.stream(facesOfCluster).mapToLong(ContingencyTable::pairs).sum();
        long mates =
                Arrays.stream(facesOfPerson).mapToLong(ContingencyTable::pairs).sum();
        return new ClusterScores(
                claimed == 0 ? 1 : (double) together / claimed, mates == 0 ? 1 : (double) together / mates);
    }

    private static long pairs(int n) {
        return (long) n * (n - 1) / 2;
    }

    /// BCubed (Bagga and Baldwin 1998; Amigó et al. 2009): P = (1/N)·Σ n²/b, R = (1/N)·Σ n²/a.
    public ClusterScores bCubed() {
        double precision = 0;
        double recall = 0;
        for (int cell = 0; cell < cells; cell++) {
            double squared = (double) countOfCell[cell] * countOfCell[cell];
            precision += squared / facesOfCluster[clusterOfCell[cell]];
            recall += squared / facesOfPerson[personOfCell[cell]];
        }
        return new ClusterScores(precision / faces(), recall / faces());
    }

    /// BCubed over some of the faces, each evaluated in its complete cluster.
    ClusterScores bCubed(BitSet some) {
        double precision = 0;
        double recall = 0;
        for (int face = some.nextSetBit(0); face >= 0; face = some.nextSetBit(face + 1)) {
            int cell = cellOfFace[face];
            precision += (double) countOfCell[cell] / facesOfCluster[clusterOfCell[cell]];
            recall += (double) countOfCell[cell] / facesOfPerson[personOfCell[cell]];
        }
        return new ClusterScores(precision / some.cardinality(), recall / some.cardinality());
    }

    /// The scores of some of the faces, each evaluated in its complete cluster, by person. People are
    /// numbered in the order of their first face.
    ScoresByPerson byPerson(BitSet some) {
        ScoresByPerson scores = new ScoresByPerson(people());
        for (int face = some.nextSetBit(0); face >= 0; face = some.nextSetBit(face + 1)) {
            int cell = cellOfFace[face];
            int person = personOfCell[cell];
            scores.add(person, countOfCell[cell], facesOfPerson[person], facesOfCluster[clusterOfCell[cell]]);
        }
        return scores;
    }

    /// Mutual information divided by the arithmetic mean of both entropies; 1 if both are zero.
    double nmiArithmetic() {
        return normalized((entropy(facesOfPerson) + entropy(facesOfCluster)) / 2);
    }

    /// Mutual information divided by the larger of both entropies; 1 if both are zero.
    double nmiMax() {
        return normalized(Math.max(entropy(facesOfPerson), entropy(facesOfCluster)));
    }

    private double normalized(double by) {
        return by == 0 ? 1 : Math.clamp(mutualInformation() / by, 0.0, 1.0);
    }

    private double mutualInformation() {
        double sum = 0;
        for (int cell = 0; cell < cells; cell++) {
            double n = countOfCell[cell];
            double expected = (double) facesOfPerson[personOfCell[cell]] * facesOfCluster[clusterOfCell[cell]];
            sum += n / faces() * Math.log(n * faces() / expected);
        }
        return sum;
    }

    private double entropy(int[] counts) {
        double sum = 0;
        for (int count : counts) {
            double share = (double) count / faces();
            sum -= share * Math.log(share);
        }
        return sum;
    }

    /// The number of pairs of a person and a cluster with at least one face in common.
    int cells() {
        return cells;
    }

    /// The number of people with faces in more than one cluster.
    int peopleSplit() {
        return repeated(personOfCell, people()).cardinality();
    }

    /// The number of clusters with faces of more than one person.
    int clustersMixed() {
        return repeated(clusterOfCell, clusters()).cardinality();
    }

    /// The number of people who share a cluster with another person.
    int peopleMerged() {
        BitSet mixed = repeated(clusterOfCell, clusters());
        BitSet merged = new BitSet();
        for (int cell = 0; cell < cells; cell++) {
            if (mixed.get(clusterOfCell[cell])) {
                merged.set(personOfCell[cell]);
            }
        }
        return merged.cardinality();
    }

    private BitSet repeated(int[] ofCell, int size) {
        BitSet once = new BitSet(size);
        BitSet twice = new BitSet(size);
        for (int cell = 0; cell < cells; cell++) {
            (once.get(ofCell[cell]) ? twice : once).set(ofCell[cell]);
        }
        return twice;
    }

    /// The number of clusters with one face.
    int singletons() {
        return (int) Arrays.stream(facesOfCluster).filter(count -> count == 1).count();
    }

    /// The number of clusters with two faces of one photo.
    ///
    /// @param photos the photo of each face
    int clustersWithOnePhotoTwice(long[] photos) {
        int[] photo = indexed(photos, false);
        int[] cluster = new int[faces()];
        for (int face = 0; face < cluster.length; face++) {
            cluster[face] = clusterOfCell[cellOfFace[face]];
        }
        int[] lastClusterOfPhoto = new int[photo.length];
        Arrays.fill(lastClusterOfPhoto, -1);
        BitSet twice = new BitSet();
        for (int face : grouped(cluster, facesOfCluster)) {
            if (lastClusterOfPhoto[photo[face]] == cluster[face]) {
                twice.set(cluster[face]);
            }
            lastClusterOfPhoto[photo[face]] = cluster[face];
        }
        return twice.cardinality();
    }
}
