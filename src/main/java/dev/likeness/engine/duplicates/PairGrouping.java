package dev.likeness.engine.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.MatchProbability;
import dev.likeness.engine.duplicates.DuplicatePairs.ScoredPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Joins pairs of people into groups, most probable pair first. A pair joins two groups only if their pooled
/// faces are also probably one person and no two people in them are marked as different. This prevents chains
/// of similar faces.
final class PairGrouping {
    private final ComparedPeople people;
    private final DuplicatePairs.Scorer scorer;
    private final double prior;
    private final double minProbability;
    private final Map<Integer, PeopleGroup> groups = new HashMap<>();

    /// People connected by pairs.
    ///
    /// @param people their indices
    /// @param probability of the least probable pair
    /// @param facesAffected the number of faces that a merge would move: all but those of the largest person
    record PeopleGroup(Set<Integer> people, List<ScoredPair> pairs, double probability, int facesAffected) {
        static PeopleGroup of(int person) {
            return new PeopleGroup(new HashSet<>(Set.of(person)), new ArrayList<>(), 1, 0);
        }
    }

    PairGrouping(ComparedPeople people, Calibration calibration, double prior, double minProbability) {
        this.people = people;
        this.scorer = DuplicatePairs.Scorer.of(calibration);
        this.prior = prior;
        this.minProbability = minProbability;
    }

    /// Groups the pairs.
    ///
    /// @param pairs most probable first
    /// @return in descending order of probability × faces affected
    List<PeopleGroup> groups(List<ScoredPair> pairs) {
        List<PeopleGroup> separate = new ArrayList<>();
        for (ScoredPair pair : pairs) {
            PeopleGroup one = groups.getOrDefault(pair.first(), PeopleGroup.of(pair.first()));
            PeopleGroup other = groups.getOrDefault(pair.second(), PeopleGroup.of(pair.second()));
            if (one.people.contains(pair.second())) {
                one.pairs.add(pair);
            } else if (mayJoin(one, other)) {
                PeopleGroup joined = joined(one, other, pair);
                joined.people.forEach(person -> groups.put(person, joined));
            } else {
                separate.add(joined(PeopleGroup.of(pair.first()), PeopleGroup.of(pair.second()), pair));
            }
        }
        List<PeopleGroup> all = new ArrayList<>(Set.copyOf(groups.values()));
        all.addAll(separate);
        all.sort(Comparator.comparingDouble((PeopleGroup group) -> -group.probability * group.facesAffected)
                .thenComparingInt(group -> group.pairs.getFirst().first())
                .thenComparingInt(group -> group.pairs.getFirst().second()));
        return all;
    }

    private PeopleGroup joined(PeopleGroup one, PeopleGroup other, ScoredPair pair) {
        Set<Integer> members = new HashSet<>(one.people);
        members.addAll(other.people);
        List<ScoredPair> pairs = new ArrayList<>(one.pairs);
        pairs.addAll(other.pairs);
        pairs.add(pair);
        int faces = members.stream().mapToInt(people::faces).sum();
        int largest = members.stream().mapToInt(people::faces).max().orElse(0);
        double weakest = Math.min(pair.probability(), Math.min(one.probability, other.probability));
        return new PeopleGroup(members, pairs, weakest, faces - largest);
    }

    private boolean mayJoin(PeopleGroup one, PeopleGroup other) {
        if (one.people.size() == 1 && other.people.size() == 1) {
            return true;
        }
        int shared = 0;
        for (int person : one.people) {
            for (int otherPerson : other.people) {
                if (people.areDifferent(person, otherPerson)) {
                    return false;
                }
                shared += people.sharedPhotos(person, otherPerson);
            }
        }
        double ratio = scorer.logLikelihoodRatio(pooled(one), pooled(other), shared);
        return new MatchProbability(ratio, prior).probability() >= minProbability;
    }

    private DuplicatePairs.Person pooled(PeopleGroup group) {
        TemplateSum sum = new TemplateSum();
        group.people.stream().sorted().forEach(person -> sum.add(people.sum(person)));
        return sum.person();
    }
}
