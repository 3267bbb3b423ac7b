package dev.likeness.cluster.corefirst;

import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The assignment of faces to clusters, with the pooled template of each cluster. The template is pooled from
/// the cores of a cluster, or from all faces if there is no core. Clusters are numbers below [#clusters()];
/// some may be empty.
///
/// Not safe for use by several threads while faces move.
final class Partition {
    /// The previous person of a face or cluster without a previous person.
    static final int NO_PERSON = -1;

    private final CoreFirstInput input;
    private final CoreFirstSettings settings;
    private final int[] clusterNumbers;
    private final List<Cluster> clusters = new ArrayList<>();
    private final TreeSet<Integer> freeNumbers = new TreeSet<>();
    private final PhotoContext context;
    private double corelessPenalty;

    /// The sum of no faces. Most clusters of a large gallery end without a face, and share it.
    private final float[] empty;

    private static final class Cluster {
        private final List<Integer> members = new ArrayList<>();
        private int cores;
        private int previousPerson = NO_PERSON;
        private float[] sum = {};
        private double weight;
        private double squaredNorm;
    }

    /// The best cluster for a face, and the evidence for it and for the runner-up.
    ///
    /// @param cluster the best cluster; −1 if there is no candidate
    /// @param evidence evidence for the best cluster; −∞ if there is no candidate
    /// @param secondEvidence evidence for the second best cluster; at least 0, the evidence for a new person
    record BestCluster(int cluster, double evidence, double secondEvidence) {
        static final BestCluster NONE = new BestCluster(-1, Double.NEGATIVE_INFINITY, 0);

        /// No candidate, and no new person beside the candidates.
        static final BestCluster UNDECIDED = new BestCluster(-1, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);

        BestCluster orBetter(int other, double value) {
            return value > evidence
                    ? new BestCluster(other, value, Math.max(secondEvidence, evidence))
                    : new BestCluster(cluster, evidence, Math.max(secondEvidence, value));
        }

        /// This choice with the evidence for joining the cluster. The lead over other clusters stays that of
        /// the choice; that over a new person is the evidence.
        BestCluster joiningWith(double joining) {
            return new BestCluster(cluster, joining, Math.max(0, joining - (evidence - secondEvidence)));
        }
    }

    /// @param labels the cluster of each face; any numbers
    Partition(CoreFirstInput input, int[] labels) {
        this.input = input;
        this.settings = input.settings();
        this.clusterNumbers = new int[labels.length];
        this.empty = new float[input.template(0).sum().length];
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
        this.context = PhotoContext.of(input, this);
    }

    int clusters() {
        return clusters.size();
    }

    /// Sets the evidence that is subtracted for a cluster without cores, because low-quality faces resemble
    /// each other.
    void setCorelessPenalty(double nats) {
        corelessPenalty = nats;
    }

    /// Counts anew who is in photos together.
    void recountCompany() {
        context.recount();
    }

    int clusterOf(int face) {
        return clusterNumbers[face];
    }

    /// The faces of a cluster; callers must not modify the list.
    List<Integer> members(int number) {
        return clusters.get(number).members;
    }

    boolean isSingleton(int face) {
        return clusters.get(clusterNumbers[face]).members.size() == 1;
    }

    /// The person that users asserted for some of the cluster's faces.
    @Nullable
    PersonId assertedPerson(int number) {
        for (int face : clusters.get(number).members) {
            PersonId person = input.template(face).assertedPerson();
            if (person != null) {
                return person;
            }
        }
        return null;
    }

    /// Whether the template of the face's cluster includes the face.
    boolean definesCluster(int face) {
        return input.isCore(face) || clusters.get(clusterNumbers[face]).cores == 0;
    }

    /// The number of clusters with several faces, of which it is clear who one is.
    int people() {
        return (int) clusters.stream()
                .filter(cluster -> cluster.members.size() > 1
                        && (cluster.cores > 0 || cluster.members.stream().anyMatch(input::isKnown)))
                .count();
    }

    /// Whether a cluster takes part in merges. A single low-quality face does not; it can only be reassigned.
    boolean canMerge(int number) {
        Cluster cluster = clusters.get(number);
        return cluster.cores > 0 || cluster.members.size() > 1;
    }

    /// The evidence that a face belongs to the *other* faces of a cluster, including hysteresis; −∞ if
    /// assertions of users forbid it, or if there are no other faces.
    double evidence(int face, int number) {
        return isAllowed(face, number) ? evidenceIgnoringConstraints(face, number) : Double.NEGATIVE_INFINITY;
    }

    /// Like [#evidence], but ignores the assertions of users.
    double evidenceIgnoringConstraints(int face, int number) {
        return faceEvidence(face, number) + priorEvidence(face, number) + hysteresis(face, number);
    }

    /// The evidence by which a face chooses among clusters: that of [#evidence] for a core. What is known
    /// before looking, that a cluster has many faces or no core, says whether a face that is not a core joins
    /// it, but not which cluster it is: otherwise poor faces of one person join whoever has most faces.
    ///
    /// @return −∞ if assertions of users forbid it, or if there are no other faces
    double choiceEvidence(int face, int number) {
        return isAllowed(face, number) ? choiceEvidenceIgnoringConstraints(face, number) : Double.NEGATIVE_INFINITY;
    }

    /// Like [#choiceEvidence], but ignores the assertions of users.
    double choiceEvidenceIgnoringConstraints(int face, int number) {
        return choiceEvidenceOfFaces(face, number) + hysteresis(face, number);
    }

    /// Like [#choiceEvidence], but ignores previous people.
    double choiceEvidenceWithoutHysteresis(int face, int number) {
        return isAllowed(face, number) ? choiceEvidenceOfFaces(face, number) : Double.NEGATIVE_INFINITY;
    }

    private double choiceEvidenceOfFaces(int face, int number) {
        boolean withPrior = input.isCore(face) || !settings.thresholds().bareChoice();
        return faceEvidence(face, number) + (withPrior ? priorEvidence(face, number) : 0);
    }

    private double hysteresis(int face, int number) {
        return input.previousPerson(face) != NO_PERSON
                        && input.previousPerson(face) == clusters.get(number).previousPerson
                ? settings.thresholds().hysteresis()
                : 0;
    }

    /// The evidence of the faces alone.
    private double faceEvidence(int face, int number) {
        Cluster cluster = clusters.get(number);
        ClusterTemplate self = input.template(face);
        double weight = cluster.weight;
        double squared = cluster.squaredNorm;
        double dot = self.dot(cluster.sum);
        if (isOwnPool(face, number)) {
            if (isLastCore(face, cluster)) {
                // Without this face, the cluster has no core, so it is compared with the pool of the other faces.
                return evidenceFromNonCores(face, cluster) + photoEvidence(face, number);
            }
            squared += self.squaredNorm() - 2 * dot;
            dot -= self.squaredNorm();
            weight -= self.weight();
        }
        return Affinity.evidence(input.dimension(), squared, weight, self.squaredNorm(), self.weight(), dot)
                + photoEvidence(face, number);
    }

    /// What the rest of the photo says: a core is only held against a second face of its person, other faces
    /// also have a context.
    private double photoEvidence(int face, int number) {
        return (input.isCore(face) ? 0 : context.evidence(face, number)) - samePhotoPenalty(face, number);
    }

    /// What is known of a cluster before looking: people with many faces are more likely, and clusters
    /// without a core need more.
    private double priorEvidence(int face, int number) {
        Cluster cluster = clusters.get(number);
        if (isOwnPool(face, number) && isLastCore(face, cluster)) {
            return -corelessPenalty;
        }
        int others = cluster.members.size() - (clusterNumbers[face] == number ? 1 : 0);
        return settings.thresholds().familiarity(others) - (cluster.cores == 0 ? corelessPenalty : 0);
    }

    private boolean isOwnPool(int face, int number) {
        return clusterNumbers[face] == number && definesCluster(face);
    }

    private boolean isLastCore(int face, Cluster cluster) {
        return cluster.members.size() == 1 || (input.isCore(face) && cluster.cores == 1);
    }

    private double evidenceFromNonCores(int face, Cluster cluster) {
        ClusterTemplate rest = null;
        for (int member : cluster.members) {
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
        for (int other : input.samePhotoFaces(face)) {
            shared += clusterNumbers[other] == number ? 1 : 0;
        }
        return settings.samePhotoPenalty() * shared;
    }

    /// The evidence that two clusters are one person; −∞ if assertions of users forbid it.
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
        context.forget();
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

    /// Moves a face to a cluster of its own.
    void isolate(int face) {
        if (freeNumbers.isEmpty()) {
            freeNumbers.add(clusters.size());
            clusters.add(new Cluster());
        }
        move(face, freeNumbers.first());
    }

    /// Moves all faces of one cluster to another.
    void merge(int into, int gone) {
        context.forget();
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

    private void recomputePool(Cluster cluster) {
        float[] sum = null;
        boolean copied = false;
        cluster.weight = 0;
        for (int face : cluster.members) {
            if (input.isCore(face) || cluster.cores == 0) {
                cluster.weight += input.template(face).weight();
                if (sum == null) {
                    sum = input.template(face).sum();
                } else {
                    sum = copied ? sum : sum.clone();
                    copied = true;
                    float[] added = input.template(face).sum();
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += added[i];
                    }
                }
            }
        }
        cluster.previousPerson = majorityPerson(cluster.members);
        cluster.sum = sum == null ? empty : sum;
        cluster.squaredNorm = UnitVector.dot(cluster.sum, cluster.sum);
    }

    /// The most frequent previous person of the faces; of equally frequent people the older one.
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
