package dev.likeness.engine.people;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a user decided about several pairs of people at once. A person whom one pair merges into another is
/// that other person in the pairs after it.
///
/// @param accepted pairs that are one person; the second is merged into the first
/// @param rejected pairs that are two people
public record PairDecisions(List<Pair> accepted, List<Pair> rejected) {
    /// Two people, in the order in which the user named them.
    public record Pair(PersonId first, PersonId second) {

        /// @throws LikenessException `INVALID_ARGUMENT` if both are the same person
        public Pair {
            if (first.equals(second)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "the two people must differ, got person %s twice".formatted(first));
            }
        }
    }

    /// @throws LikenessException `INVALID_ARGUMENT` without any pair
    public PairDecisions {
        accepted = List.copyOf(accepted);
        rejected = List.copyOf(rejected);
        if (accepted.isEmpty() && rejected.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "at least one pair must be decided, got none");
        }
    }

    /// Merges the accepted pairs, then marks the rejected ones as different.
    ///
    /// @return what changed, as one action
    UserAction apply(PeopleEdit edit) {
        List<UserAction> actions = new ArrayList<>();
        Map<PersonId, PersonId> merged = new HashMap<>();
        for (Pair pair : accepted) {
            PersonId into = present(pair.first(), merged);
            PersonId from = present(pair.second(), merged);
            if (!into.equals(from)) {
                PersonMerge.mergeAll(edit, List.of(from), into);
                edit.removeIfEmpty(into, false);
                merged.put(from, into);
                actions.add(new UserAction.Merged(List.of(from), into));
            }
        }
        for (Pair pair : rejected) {
            actions.add(reject(edit, present(pair.first(), merged), present(pair.second(), merged)));
        }
        return UserAction.Combined.of(actions);
    }

    private static UserAction reject(PeopleEdit edit, PersonId one, PersonId other) {
        if (one.equals(other)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "people that accepted pairs merge into one must not be rejected as a pair, got: "
                            + edit.label(one));
        }
        edit.people().require(one);
        edit.people().require(other);
        edit.markDifferent(one, other);
        return new UserAction.MarkedDifferent(one, other);
    }

    /// The person as whom somebody is present after the merges so far.
    private static PersonId present(PersonId person, Map<PersonId, PersonId> merged) {
        PersonId present = person;
        for (PersonId into = merged.get(present); into != null; into = merged.get(present)) {
            present = into;
        }
        return present;
    }
}
