package dev.likeness.evaluation.clustering;

import java.util.EnumMap;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Scores of a clustering as sums over each person's faces. A bootstrap draws people from them, and a
/// cross-validation takes each person's from the clustering that has not seen the person's labels.
///
/// BCubed averages over faces ([ContingencyTable#bCubed()]). False joins and false splits are counted over
/// pairs, each from both of its faces: of the other faces in a face's cluster, the share that show somebody
/// else; of the other faces of a face's person, the share in other clusters. Over all faces they are 1 −
/// precision and 1 − recall of pairs ([ContingencyTable#pairwise()]; Otto, Wang and Jain, Clustering Millions
/// of Faces by Identity, TPAMI 2018), that is the false discovery rate and the false negative rate of *the
/// same person*.
public final class ScoresByPerson {
    /// What is summed over the faces of a person.
    private enum Sum {
        FACES,
        PRECISION,
        RECALL,
        /// Other faces in the face's cluster.
        JOINED,
        FALSELY_JOINED,
        /// Other faces of the face's person.
        MATES,
        FALSELY_SPLIT
    }

    /// The sums by person.
    private final EnumMap<Sum, double[]> sums = new EnumMap<>(Sum.class);

    /// @param people number of people
    ScoresByPerson(int people) {
        for (Sum sum : Sum.values()) {
            sums.put(sum, new double[people]);
        }
    }

    /// Adds a face.
    ///
    /// @param here number of the person's faces in the cluster, including this one
    void add(int person, int here, int facesOfPerson, int facesOfCluster) {
        at(Sum.FACES)[person]++;
        at(Sum.PRECISION)[person] += (double) here / facesOfCluster;
        at(Sum.RECALL)[person] += (double) here / facesOfPerson;
        at(Sum.JOINED)[person] += facesOfCluster - 1;
        at(Sum.FALSELY_JOINED)[person] += facesOfCluster - here;
        at(Sum.MATES)[person] += facesOfPerson - 1;
        at(Sum.FALSELY_SPLIT)[person] += facesOfPerson - here;
    }

    /// Takes each person's scores from one of several clusterings of the same faces.
    ///
    /// @param choice index into `clusterings`, by person
    static ScoresByPerson chosen(ScoresByPerson[] clusterings, int[] choice) {
        ScoresByPerson chosen = new ScoresByPerson(choice.length);
        for (Sum sum : Sum.values()) {
            for (int person = 0; person < choice.length; person++) {
                chosen.at(sum)[person] = clusterings[choice[person]].at(sum)[person];
            }
        }
        return chosen;
    }

    private double[] at(Sum sum) {
        return Objects.requireNonNull(sums.get(sum));
    }

    public int people() {
        return at(Sum.FACES).length;
    }

    public long faces() {
        return (long) total(Sum.FACES);
    }

    /// The number of pairs in one cluster, each counted from both faces.
    long joined() {
        return (long) total(Sum.JOINED);
    }

    /// The number of pairs of one person, each counted from both faces.
    long mates() {
        return (long) total(Sum.MATES);
    }

    public ClusterScores bCubed() {
        return scores(this::total);
    }

    /// BCubed with each person counted as often as drawn.
    public ClusterScores bCubed(int[] drawn) {
        return scores(sum -> {
            double[] values = at(sum);
            double total = 0;
            for (int person = 0; person < values.length; person++) {
                total += drawn[person] * values[person];
            }
            return total;
        });
    }

    private static ClusterScores scores(ToDoubleFunction<Sum> total) {
        double faces = total.applyAsDouble(Sum.FACES);
        return new ClusterScores(total.applyAsDouble(Sum.PRECISION) / faces, total.applyAsDouble(Sum.RECALL) / faces);
    }

    /// The share of false joins, 0 to 1; 0 if no face shares a cluster.
    double falseJoins() {
        return share(Sum.FALSELY_JOINED, Sum.JOINED);
    }

    /// The share of false splits, 0 to 1; 0 if no person has two faces.
    double falseSplits() {
        return share(Sum.FALSELY_SPLIT, Sum.MATES);
    }

    private double share(Sum part, Sum whole) {
        double all = total(whole);
        return all == 0 ? 0 : total(part) / all;
    }

    private double total(Sum sum) {
        double total = 0;
        for (double value : at(sum)) {
            total += value;
        }
        return total;
    }
}
