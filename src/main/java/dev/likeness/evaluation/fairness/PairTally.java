package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.verification.ScoreDistribution;
import dev.likeness.face.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The decisions on all pairs of faces, counted by person and by pair of people, so that errors can be counted
/// again for any people and any bootstrap resample of them. Pairs of people without a false match take no
/// memory. The cosines are counted in bins, by group.
final class PairTally {
    private static final int BINS = 200;
    private static final int MATED = 0;
    private static final int IMPOSTORS = 1;

    private final List<GroupedPerson> people;
    private final List<Division> divisions;
    private final MatchRule rule;
    private final long[] falseNonMatches;
    private final List<FalseMatches> falseMatches = new ArrayList<>();
    private final long[][][][] cosines;

    /// The false matches of two people.
    ///
    /// @param first number of a person
    /// @param second number of a later person
    record FalseMatches(int first, int second, long count) {}

    private PairTally(List<GroupedPerson> people, List<Division> divisions, MatchRule rule) {
        this.people = people;
        this.divisions = divisions;
        this.rule = rule;
        this.falseNonMatches = new long[people.size()];
        this.cosines = new long[divisions.size()][][][];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = new long[divisions.get(i).groups().size()][2][BINS];
        }
    }

    /// Compares all faces with all others, on all cores. The result does not depend on the number of cores.
    static PairTally of(List<GroupedPerson> people, List<Division> divisions, MatchRule rule) {
        return IntStream.range(0, people.size())
                .parallel()
                .collect(() -> new PairTally(people, divisions, rule), PairTally::compare, PairTally::merge);
    }

    private void compare(int person) {
        List<Embedding> faces = people.get(person).faces();
        List<long[]> bins = bins(person, person, MATED);
        for (int i = 0; i < faces.size(); i++) {
            for (int j = i + 1; j < faces.size(); j++) {
                count(bins, faces.get(i), faces.get(j));
                falseNonMatches[person] += rule.matches(faces.get(i), faces.get(j)) ? 0 : 1;
            }
        }
        for (int other = person + 1; other < people.size(); other++) {
            bins = bins(person, other, IMPOSTORS);
            long matches = 0;
            for (Embedding face : faces) {
                for (Embedding stranger : people.get(other).faces()) {
                    count(bins, face, stranger);
                    matches += rule.matches(face, stranger) ? 1 : 0;
                }
            }
            if (matches > 0) {
                falseMatches.add(new FalseMatches(person, other, matches));
            }
        }
    }

    private List<long[]> bins(int person, int other, int kind) {
        List<long[]> bins = new ArrayList<>();
        for (int i = 0; i < cosines.length; i++) {
            int[] groupOf = divisions.get(i).groupOf();
            if (groupOf[person] == groupOf[other]) {
                bins.add(cosines[i][groupOf[person]][kind]);
            }
        }
        return bins;
    }

    private static void count(List<long[]> bins, Embedding first, Embedding second) {
        double cosine = first.direction().cosine(second.direction());
        int bin = Math.min((int) ((cosine + 1) / 2 * BINS), BINS - 1);
        for (long[] counts : bins) {
            counts[bin]++;
        }
    }

    private void merge(PairTally later) {
        add(falseNonMatches, later.falseNonMatches);
        falseMatches.addAll(later.falseMatches);
        for (int i = 0; i < cosines.length; i++) {
            for (int group = 0; group < cosines[i].length; group++) {
                add(cosines[i][group][MATED], later.cosines[i][group][MATED]);
                add(cosines[i][group][IMPOSTORS], later.cosines[i][group][IMPOSTORS]);
            }
        }
    }

    private static void add(long[] sums, long[] more) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    /// The number of mated pairs of faces of a person that do not match.
    long falseNonMatches(int person) {
        return falseNonMatches[person];
    }

    /// The pairs of people with a false match, in ascending order.
    List<FalseMatches> falseMatches() {
        return falseMatches;
    }

    /// FMR within a group and its FNMR by cosine threshold, in steps of 0.01, without the thresholds at which
    /// all pairs match, or none.
    ///
    /// @param division number of the division
    List<ScoreDistribution.Point> curve(int division, int group) {
        long[] mated = cosines[division][group][MATED];
        long[] impostors = cosines[division][group][IMPOSTORS];
        long allMated = IntStream.range(0, BINS).mapToLong(bin -> mated[bin]).sum();
        long allImpostors =
                IntStream.range(0, BINS).mapToLong(bin -> impostors[bin]).sum();
        List<ScoreDistribution.Point> points = new ArrayList<>();
        long matedBelow = 0;
        long impostorsBelow = 0;
        for (int bin = 0; bin <= BINS; bin++) {
            boolean allMatch = matedBelow + impostorsBelow == 0;
            boolean noneMatches = matedBelow == allMated && impostorsBelow == allImpostors;
            ScoreDistribution.Point point = new ScoreDistribution.Point(
                    (2.0 * bin - BINS) / BINS,
                    (double) (allImpostors - impostorsBelow) / allImpostors,
                    (double) matedBelow / allMated);
            if (allMatch) {
                points.clear();
            }
            points.add(point);
            if (noneMatches) {
                break;
            }
            if (bin < BINS) {
                matedBelow += mated[bin];
                impostorsBelow += impostors[bin];
            }
        }
        return points;
    }
}
