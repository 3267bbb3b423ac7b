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

/// Joins pairs of people into groups, most probable pair first. A group is one person as a whole: every two
/// people in it are probably one, their pooled faces are, too, and no two of them are marked as different. A
/// pair that would join two groups otherwise, as in a chain of similar faces whose ends are two people, is a
/// group of its own.
final class PairGrouping {
    private final ComparedPeople people;
    private final List<DuplicatePairs.Person> templates;
    private final DuplicatePairs.Scorer scorer;
    private final double prior;
    private final double minProbability;
    private final Map<Integer, PeopleGroup> groups = new HashMap<>();

    /// People connected by pairs.
    ///
    /// @param people their indices
    /// @param pairs most probable first
    /// @param facesAffected the number of faces that a merge would move: all but those of the largest person
    record PeopleGroup(Set<Integer> people, List<ScoredPair> pairs, int facesAffected) {
        static PeopleGroup of(int person) {
            return new PeopleGroup(new HashSet<>(Set.of(person)), new ArrayList<>(), 0);
        }

        ScoredPair strongest() {
            return pairs.getFirst();
        }

        ScoredPair weakest() {
            return pairs.getLast();
        }
    }

    /// @param templates the templates of the people, in the order of their indices
    PairGrouping(
            ComparedPeople people,
            List<DuplicatePairs.Person> templates,
            Calibration calibration,
            double prior,
            double minProbability) {
        this.people = people;
        this.templates = templates;
        this.scorer = DuplicatePairs.Scorer.of(calibration);
        this.prior = prior;
        this.minProbability = minProbability;
    }

    /// Groups the pairs.
    ///
    /// @param pairs most probable first
    /// @return by their most probable pairs, in the same order
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
        all.sort(Comparator.comparing(PeopleGroup::strongest, DuplicatePairs.BY_PROBABILITY));
        return all;
    }

    private PeopleGroup joined(PeopleGroup one, PeopleGroup other, ScoredPair pair) {
        Set<Integer> members = new HashSet<>(one.people);
        members.addAll(other.people);
        List<ScoredPair> pairs = new ArrayList<>(one.pairs);
        pairs.addAll(other.pairs);
        pairs.add(pair);
        pairs.sort(DuplicatePairs.BY_PROBABILITY);
        int faces = members.stream().mapToInt(people::faces).sum();
        int largest = members.stream().mapToInt(people::faces).max().orElse(0);
        return new PeopleGroup(members, pairs, faces - largest);
    }

    private boolean mayJoin(PeopleGroup one, PeopleGroup other) {
        if (one.people.size() == 1 && other.people.size() == 1) {
            return true;
        }
        int shared = 0;
        for (int person : one.people) {
            for (int otherPerson : other.people) {
                int together = people.sharedPhotos(person, otherPerson);
                if (people.areDifferent(person, otherPerson)
                        || !isProbable(templates.get(person), templates.get(otherPerson), together)) {
                    return false;
                }
                shared += together;
            }
        }
        return isProbable(pooled(one), pooled(other), shared);
    }

    private boolean isProbable(DuplicatePairs.Person one, DuplicatePairs.Person other, int sharedPhotos) {
        double ratio = scorer.logLikelihoodRatio(one, other, sharedPhotos);
        return new MatchProbability(ratio, prior).probability() >= minProbability;
    }

    private DuplicatePairs.Person pooled(PeopleGroup group) {
        TemplateSum sum = new TemplateSum();
        group.people.stream().sorted().forEach(person -> sum.add(people.sum(person)));
        return sum.person();
    }
}
