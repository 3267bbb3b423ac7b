package dev.likeness.cluster.corefirst;

import dev.likeness.face.IdentityId;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which group each face is in, and what is known of each group. Cores tell who a group is; a group
/// without one is told by all its faces. Groups are numbers below [#groups()], some of them empty.
///
/// Not safe for use by several threads while faces move.
final class Assignment {
    /// Who a face was before that was nobody, and who a group was of such faces.
    static final int NOBODY = -1;

    private final Template[] faces;
    private final boolean[] core;
    private final int[][] mates;
    private final int[] before;
    private final double dimension;
    private final CoreFirstSettings settings;
    private final int[] group;
    private final List<Group> groups = new ArrayList<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private double coreless;

    private static final class Group {
        private final List<Integer> members = new ArrayList<>();
        private int cores;
        private int before = NOBODY;
        private float[] sum = {};
        private double weight;
        private double squaredNorm;
    }

    /// How much speaks for a face being of a group, and for the runner-up.
    ///
    /// @param group the best group; −1 if there is none
    /// @param evidence for the best; −∞ if there is none
    /// @param second for the second best; at least 0, for nobody is always another answer
    record Best(int group, double evidence, double second) {
        static final Best NONE = new Best(-1, Double.NEGATIVE_INFINITY, 0);

        Best or(int other, double value) {
            return value > evidence
                    ? new Best(other, value, Math.max(second, evidence))
                    : new Best(group, evidence, Math.max(second, value));
        }
    }

    /// @param faces one template a face
    /// @param core which faces tell who a group is
    /// @param mates the other faces of each face's photo
    /// @param before the person whom each face was last found to be, or [#NOBODY]
    /// @param labels the group of each face, any numbers
    /// @param dimension of the evidence
    Assignment(
            List<Template> faces,
            boolean[] core,
            int[][] mates,
            int[] before,
            int[] labels,
            double dimension,
            CoreFirstSettings settings) {
        this.faces = faces.toArray(Template[]::new);
        this.core = core;
        this.mates = mates;
        this.before = before;
        this.dimension = dimension;
        this.settings = settings;
        this.group = new int[labels.length];
        Map<Integer, Integer> numbers = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            Integer number = numbers.get(labels[face]);
            if (number == null) {
                number = groups.size();
                numbers.put(labels[face], number);
                groups.add(new Group());
            }
            group[face] = number;
            groups.get(number).members.add(face);
            groups.get(number).cores += core[face] ? 1 : 0;
        }
        groups.forEach(this::pool);
    }

    int groups() {
        return groups.size();
    }

    /// From now on takes this much evidence off where a group has no core: faces that are all poor
    /// resemble each other.
    void demandOfCoreless(double nats) {
        coreless = nats;
    }

    int groupOf(int face) {
        return group[face];
    }

    /// The faces of a group; not to be changed.
    List<Integer> members(int number) {
        return groups.get(number).members;
    }

    boolean isAlone(int face) {
        return groups.get(group[face]).members.size() == 1;
    }

    /// The identity that users said some of the group's faces are.
    @Nullable
    IdentityId held(int number) {
        for (int face : groups.get(number).members) {
            IdentityId held = faces[face].held();
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    /// Whether a face is one of those that tell who its group is.
    boolean tells(int face) {
        return core[face] || groups.get(group[face]).cores == 0;
    }

    /// Whether a group is more than one poor face: that may join others, but only as a face.
    boolean stands(int number) {
        Group of = groups.get(number);
        return of.cores > 0 || of.members.size() > 1;
    }

    /// What speaks for a face being of the same person as the *other* faces of a group, and for its staying
    /// with them; −∞ if users say no, or if there are none.
    double evidence(int face, int number) {
        return isAllowed(face, number) ? allowedEvidence(face, number) : Double.NEGATIVE_INFINITY;
    }

    /// The same whatever users say.
    double allowedEvidence(int face, int number) {
        return pictured(face, number) + staying(face, number);
    }

    /// The same as if nobody had been found before.
    double evidenceAnew(int face, int number) {
        return isAllowed(face, number) ? pictured(face, number) : Double.NEGATIVE_INFINITY;
    }

    private double staying(int face, int number) {
        return before[face] != NOBODY && before[face] == groups.get(number).before
                ? settings.weighing().hysteresis()
                : 0;
    }

    private double pictured(int face, int number) {
        Group of = groups.get(number);
        Template self = faces[face];
        double weight = of.weight;
        double squared = of.squaredNorm;
        double dot = self.dot(of.sum);
        if (group[face] == number && tells(face)) {
            squared += self.squaredNorm() - 2 * dot;
            dot -= self.squaredNorm();
            weight -= self.weight();
            if (of.members.size() == 1 || (core[face] && of.cores == 1)) {
                // Without this face the group is told by its leaves; to them it is compared below the cores' standard.
                return leaves(face, of) - penalty(face, number) - coreless;
            }
        }
        int others = of.members.size() - (group[face] == number ? 1 : 0);
        return Affinity.evidence(dimension, squared, weight, self.squaredNorm(), self.weight(), dot)
                + settings.weighing().familiarity(others)
                - penalty(face, number)
                - (of.cores == 0 ? coreless : 0);
    }

    private double leaves(int face, Group of) {
        Template rest = null;
        for (int member : of.members) {
            if (member != face) {
                rest = rest == null ? faces[member] : rest.plus(faces[member]);
            }
        }
        return rest == null
                ? Double.NEGATIVE_INFINITY
                : Affinity.evidence(dimension).of(rest, faces[face]);
    }

    private boolean isAllowed(int face, int number) {
        Template self = faces[face];
        if (!self.hasBeenSpokenOf()) {
            return true;
        }
        for (int member : groups.get(number).members) {
            if (member != face && !self.mayJoin(faces[member])) {
                return false;
            }
        }
        return true;
    }

    private double penalty(int face, int number) {
        int shared = 0;
        for (int mate : mates[face]) {
            shared += group[mate] == number ? 1 : 0;
        }
        return settings.samePhoto() * shared;
    }

    /// The evidence that two groups are one person; −∞ if users say no.
    double evidenceOfGroups(int one, int other) {
        Group a = groups.get(one);
        Group b = groups.get(other);
        double penalty = a.cores == 0 || b.cores == 0 ? coreless : 0;
        Group smaller = a.members.size() <= b.members.size() ? a : b;
        int larger = a.members.size() <= b.members.size() ? other : one;
        for (int face : smaller.members) {
            if (!isAllowed(face, larger)) {
                return Double.NEGATIVE_INFINITY;
            }
            penalty += penalty(face, larger);
        }
        return Affinity.evidence(
                        dimension, a.squaredNorm, a.weight, b.squaredNorm, b.weight, UnitVector.dot(a.sum, b.sum))
                + settings.weighing().familiarity(Math.max(a.members.size(), b.members.size()))
                - penalty;
    }

    void move(int face, int to) {
        Group from = groups.get(group[face]);
        from.members.remove(Integer.valueOf(face));
        from.cores -= core[face] ? 1 : 0;
        if (from.members.isEmpty()) {
            free.add(group[face]);
        }
        pool(from);
        Group into = groups.get(to);
        free.remove(to);
        into.members.add(face);
        into.cores += core[face] ? 1 : 0;
        group[face] = to;
        pool(into);
    }

    /// Moves a face to a group of its own.
    void part(int face) {
        if (free.isEmpty()) {
            free.add(groups.size());
            groups.add(new Group());
        }
        move(face, free.first());
    }

    /// Moves all faces of one group to another.
    void join(int into, int gone) {
        Group a = groups.get(into);
        Group b = groups.get(gone);
        for (int face : b.members) {
            group[face] = into;
        }
        a.members.addAll(b.members);
        a.cores += b.cores;
        b.members.clear();
        b.cores = 0;
        free.add(gone);
        pool(a);
        pool(b);
    }

    int[] labels() {
        return group.clone();
    }

    private void pool(Group of) {
        float[] sum = null;
        boolean own = false;
        of.weight = 0;
        for (int face : of.members) {
            if (core[face] || of.cores == 0) {
                of.weight += faces[face].weight();
                if (sum == null) {
                    sum = faces[face].sum();
                } else {
                    sum = own ? sum : sum.clone();
                    own = true;
                    float[] added = faces[face].sum();
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += added[i];
                    }
                }
            }
        }
        of.before = mostOf(of.members);
        of.sum = sum == null ? new float[faces[0].sum().length] : sum;
        of.squaredNorm = UnitVector.dot(of.sum, of.sum);
    }

    /// Who most of the faces were that were anybody; of equally many the older person.
    private int mostOf(List<Integer> members) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int face : members) {
            if (before[face] != NOBODY) {
                counts.merge(before[face], 1, Integer::sum);
            }
        }
        int most = NOBODY;
        int faces = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (count.getValue() > faces) {
                most = count.getKey();
                faces = count.getValue();
            }
        }
        return most;
    }
}
