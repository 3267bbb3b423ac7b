package dev.likeness.cluster.corefirst;

import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which group each face is in, and what is known of each group. Cores tell who a group is; a group
/// without one is told by all its faces. Groups are numbers below [#clusters()], some of them empty.
///
/// Not safe for use by several threads while faces move.
final class Partition {
    /// Who a face was before that was nobody, and who a group was of such faces.
    static final int NO_PERSON = -1;

    private final CoreFirstInput input;
    private final CoreFirstSettings settings;
    private final int[] clusterNumbers;
    private final List<Cluster> clusters = new ArrayList<>();
    private final TreeSet<Integer> freeNumbers = new TreeSet<>();
    private double corelessPenalty;

    private static final class Cluster {
        private final List<Integer> members = new ArrayList<>();
        private int cores;
        private int previousPerson = NO_PERSON;
        private float[] sum = {};
        private double weight;
        private double squaredNorm;
    }

    /// How much speaks for a face being of a group, and for the runner-up.
    ///
    /// @param cluster the best group; −1 if there is none
    /// @param evidence for the best; −∞ if there is none
    /// @param secondEvidence for the second best; at least 0, for nobody is always another answer
    record BestCluster(int cluster, double evidence, double secondEvidence) {
        static final BestCluster NONE = new BestCluster(-1, Double.NEGATIVE_INFINITY, 0);

        BestCluster orBetter(int other, double value) {
            return value > evidence
                    ? new BestCluster(other, value, Math.max(secondEvidence, evidence))
                    : new BestCluster(cluster, evidence, Math.max(secondEvidence, value));
        }
    }

    /// @param labels the cluster of each face, any numbers
    Partition(CoreFirstInput input, int[] labels) {
        this.input = input;
        this.settings = input.settings();
        this.clusterNumbers = new int[labels.length];
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            Integer number = numbers.get(labels[face]);
            if (number == null) {
                number = clusters.size();
                numbers.put(labels[face], number);
                clusters.add(new Cluster());
            }
            clusterNumbers[face] = number;
            clusters.get(number).members.add(face);
            clusters.get(number).cores += input.isCore(face) ? 1 : 0;
        }
        clusters.forEach(this::recomputePool);
    }

    int clusters() {
        return clusters.size();
    }

    /// From now on takes this much evidence off where a group has no core: faces that are all poor
    /// resemble each other.
    void setCorelessPenalty(double nats) {
        corelessPenalty = nats;
    }

    int clusterOf(int face) {
        return clusterNumbers[face];
    }

    /// The faces of a group; not to be changed.
    List<Integer> members(int number) {
        return clusters.get(number).members;
    }

    boolean isSingleton(int face) {
        return clusters.get(clusterNumbers[face]).members.size() == 1;
    }

    /// The identity that users said some of the group's faces are.
    @Nullable
    PersonId assertedPerson(int number) {
        for (int face : clusters.get(number).members) {
            PersonId held = input.template(face).assertedPerson();
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    /// Whether a face is one of those that tell who its group is.
    boolean definesCluster(int face) {
        return input.isCore(face) || clusters.get(clusterNumbers[face]).cores == 0;
    }

    /// Whether a group is more than one poor face: that may join others, but only as a face.
    boolean canMerge(int number) {
        Cluster of = clusters.get(number);
        return of.cores > 0 || of.members.size() > 1;
    }

    /// What speaks for a face being of the same person as the *other* faces of a group, and for its staying
    /// with them; −∞ if users say no, or if there are none.
    double evidence(int face, int number) {
        return isAllowed(face, number) ? evidenceIgnoringConstraints(face, number) : Double.NEGATIVE_INFINITY;
    }

    /// The same whatever users say.
    double evidenceIgnoringConstraints(int face, int number) {
        return visualEvidence(face, number) + hysteresis(face, number);
    }

    /// The same as if nobody had been found before.
    double evidenceWithoutHysteresis(int face, int number) {
        return isAllowed(face, number) ? visualEvidence(face, number) : Double.NEGATIVE_INFINITY;
    }

    private double hysteresis(int face, int number) {
        return input.previousPerson(face) != NO_PERSON
                        && input.previousPerson(face) == clusters.get(number).previousPerson
                ? settings.thresholds().hysteresis()
                : 0;
    }

    private double visualEvidence(int face, int number) {
        Cluster of = clusters.get(number);
        ClusterTemplate self = input.template(face);
        double weight = of.weight;
        double squared = of.squaredNorm;
        double dot = self.dot(of.sum);
        if (clusterNumbers[face] == number && definesCluster(face)) {
            squared += self.squaredNorm() - 2 * dot;
            dot -= self.squaredNorm();
            weight -= self.weight();
            if (of.members.size() == 1 || (input.isCore(face) && of.cores == 1)) {
                // Without this face the group is told by its leaves; to them it is compared below the cores' standard.
                return evidenceFromNonCores(face, of) - samePhotoPenalty(face, number) - corelessPenalty;
            }
        }
        int others = of.members.size() - (clusterNumbers[face] == number ? 1 : 0);
        return Affinity.evidence(input.dimension(), squared, weight, self.squaredNorm(), self.weight(), dot)
                + settings.thresholds().familiarity(others)
                - samePhotoPenalty(face, number)
                - (of.cores == 0 ? corelessPenalty : 0);
    }

    private double evidenceFromNonCores(int face, Cluster of) {
        ClusterTemplate rest = null;
        for (int member : of.members) {
            if (member != face) {
                rest = rest == null ? input.template(member) : rest.plus(input.template(member));
            }
        }
        return rest == null
                ? Double.NEGATIVE_INFINITY
                : Affinity.evidence(input.dimension()).between(rest, input.template(face));
    }

    private boolean isAllowed(int face, int number) {
        ClusterTemplate self = input.template(face);
        if (!self.isConstrained()) {
            return true;
        }
        for (int member : clusters.get(number).members) {
            if (member != face && !self.mayMerge(input.template(member))) {
                return false;
            }
        }
        return true;
    }

    private double samePhotoPenalty(int face, int number) {
        int shared = 0;
        for (int mate : input.samePhotoFaces(face)) {
            shared += clusterNumbers[mate] == number ? 1 : 0;
        }
        return settings.samePhotoPenalty() * shared;
    }

    /// The evidence that two groups are one person; −∞ if users say no.
    double evidenceBetween(int one, int other) {
        Cluster a = clusters.get(one);
        Cluster b = clusters.get(other);
        double penalty = a.cores == 0 || b.cores == 0 ? corelessPenalty : 0;
        Cluster smaller = a.members.size() <= b.members.size() ? a : b;
        int larger = a.members.size() <= b.members.size() ? other : one;
        for (int face : smaller.members) {
            if (!isAllowed(face, larger)) {
                return Double.NEGATIVE_INFINITY;
            }
            penalty += samePhotoPenalty(face, larger);
        }
        return Affinity.evidence(
                        input.dimension(),
                        a.squaredNorm,
                        a.weight,
                        b.squaredNorm,
                        b.weight,
                        UnitVector.dot(a.sum, b.sum))
                + settings.thresholds().familiarity(Math.max(a.members.size(), b.members.size()))
                - penalty;
    }

    void move(int face, int to) {
        Cluster from = clusters.get(clusterNumbers[face]);
        from.members.remove(Integer.valueOf(face));
        from.cores -= input.isCore(face) ? 1 : 0;
        if (from.members.isEmpty()) {
            freeNumbers.add(clusterNumbers[face]);
        }
        recomputePool(from);
        Cluster into = clusters.get(to);
        freeNumbers.remove(to);
        into.members.add(face);
        into.cores += input.isCore(face) ? 1 : 0;
        clusterNumbers[face] = to;
        recomputePool(into);
    }

    /// Moves a face to a group of its own.
    void isolate(int face) {
        if (freeNumbers.isEmpty()) {
            freeNumbers.add(clusters.size());
            clusters.add(new Cluster());
        }
        move(face, freeNumbers.first());
    }

    /// Moves all faces of one group to another.
    void merge(int into, int gone) {
        Cluster a = clusters.get(into);
        Cluster b = clusters.get(gone);
        for (int face : b.members) {
            clusterNumbers[face] = into;
        }
        a.members.addAll(b.members);
        a.cores += b.cores;
        b.members.clear();
        b.cores = 0;
        freeNumbers.add(gone);
        recomputePool(a);
        recomputePool(b);
    }

    int[] labels() {
        return clusterNumbers.clone();
    }

    private void recomputePool(Cluster of) {
        float[] sum = null;
        boolean own = false;
        of.weight = 0;
        for (int face : of.members) {
            if (input.isCore(face) || of.cores == 0) {
                of.weight += input.template(face).weight();
                if (sum == null) {
                    sum = input.template(face).sum();
                } else {
                    sum = own ? sum : sum.clone();
                    own = true;
                    float[] added = input.template(face).sum();
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += added[i];
                    }
                }
            }
        }
        of.previousPerson = majorityPerson(of.members);
        of.sum = sum == null ? new float[input.template(0).sum().length] : sum;
        of.squaredNorm = UnitVector.dot(of.sum, of.sum);
    }

    /// Who most of the faces were that were anybody; of equally many the older person.
    private int majorityPerson(List<Integer> members) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int face : members) {
            if (input.previousPerson(face) != NO_PERSON) {
                counts.merge(input.previousPerson(face), 1, Integer::sum);
            }
        }
        int max = NO_PERSON;
        int faces = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (count.getValue() > faces) {
                max = count.getKey();
                faces = count.getValue();
            }
        }
        return max;
    }
}
