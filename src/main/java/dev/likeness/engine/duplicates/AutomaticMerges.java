package dev.likeness.engine.duplicates;

import dev.likeness.engine.people.PairDecisions;
import dev.likeness.face.PersonId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The groups of a result that are merged if a user accepts everything above a probability, and those that
/// are left to the user, because something besides the faces speaks against them.
///
/// Every two people of a merged group are as probable, so that no chain of similar faces is merged through.
/// People who are marked as different are never in one group.
///
/// @param merged most probable first
/// @param left the groups that are not merged, with the reason
public record AutomaticMerges(List<DuplicatesResult.Group> merged, List<Left> left) {

    /// A group that a user must decide.
    ///
    /// @param reason why it is not merged, as a clause
    public record Left(DuplicatesResult.Group group, String reason) {}

    public AutomaticMerges {
        merged = List.copyOf(merged);
        left = List.copyOf(left);
    }

    /// Decides which groups are merged.
    ///
    /// @param found all pairs of the probability that is enough, with all their groups
    public static AutomaticMerges of(DuplicatesResult found) {
        List<DuplicatesResult.Group> merged = new ArrayList<>();
        List<Left> left = new ArrayList<>();
        Set<PersonId> taken = new HashSet<>();
        for (DuplicatesResult.Group group : found.groups()) {
            List<PersonId> people =
                    group.people().stream().map(DuplicatesResult.Person::person).toList();
            Optional<String> reason = people.stream().anyMatch(taken::contains)
                    ? Optional.of("part of a chain whose ends are not as probable")
                    : reasonToAsk(group);
            if (reason.isPresent()) {
                left.add(new Left(group, reason.get()));
            } else {
                merged.add(group);
                taken.addAll(people);
            }
        }
        return new AutomaticMerges(merged, left);
    }

    private static Optional<String> reasonToAsk(DuplicatesResult.Group group) {
        long names = group.people().stream()
                .map(DuplicatesResult.Person::name)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        if (names > 1) {
            return Optional.of("they have different names");
        }
        if (group.pairs().stream().anyMatch(pair -> pair.rejectedFaces() > 0)) {
            return Optional.of("a user rejected a face of one for the other");
        }
        return group.pairs().stream().anyMatch(pair -> pair.sharedPhotos() > 0)
                ? Optional.of("both are in one photo")
                : Optional.empty();
    }

    /// The merges as decisions: people are merged into the one of their group who has a name, else into the
    /// one with the most faces.
    ///
    /// @return empty if nothing is merged
    public Optional<PairDecisions> decisions() {
        List<PairDecisions.Pair> pairs =
                merged.stream().flatMap(AutomaticMerges::pairs).toList();
        return pairs.isEmpty() ? Optional.empty() : Optional.of(new PairDecisions(pairs, List.of()));
    }

    private static Stream<PairDecisions.Pair> pairs(DuplicatesResult.Group group) {
        PersonId into = into(group).person();
        return group.people().stream()
                .map(DuplicatesResult.Person::person)
                .filter(person -> !person.equals(into))
                .map(person -> new PairDecisions.Pair(into, person));
    }

    /// The person of a group who remains after a merge.
    public static DuplicatesResult.Person into(DuplicatesResult.Group group) {
        return group.people().stream()
                .filter(person -> person.name() != null)
                .findFirst()
                .orElse(group.people().getFirst());
    }
}
