package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.util.LinkedHashSet;
import java.util.List;

/// Merges one person into another within an edit. The remaining person takes over the faces and assertions,
/// and the name, cover and birth date that it lacks.
final class PersonMerge {
    private final PeopleEdit edit;
    private final EditedFaces faces;
    private final EditedAssertions assertions;
    private final PersonId from;
    private final PersonId into;

    private PersonMerge(PeopleEdit edit, PersonId from, PersonId into) {
        this.edit = edit;
        this.faces = edit.faces();
        this.assertions = edit.assertions();
        this.from = from;
        this.into = into;
    }

    /// Merges several people into `into`, in their order.
    ///
    /// @return the people that were merged, each once
    /// @throws LikenessException `CONTRADICTION` if two are marked as different, or a confirmed face of one is
    ///     rejected for the other; `INVALID_ARGUMENT` if `from` is empty or contains `into`
    static List<PersonId> mergeAll(PeopleEdit edit, List<PersonId> from, PersonId into) {
        List<PersonId> others = List.copyOf(new LinkedHashSet<>(from));
        if (others.isEmpty() || others.contains(into)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "people to merge into %s must be others, at least one, got: %s".formatted(into, others));
        }
        edit.people().require(into);
        others.forEach(edit.people()::require);
        others.forEach(other -> merge(edit, other, into));
        return others;
    }

    private static void merge(PeopleEdit edit, PersonId from, PersonId into) {
        PersonMerge merge = new PersonMerge(edit, from, into);
        merge.requireNoContradiction();
        merge.moveFaces();
        merge.moveAssertions();
        merge.applyRejections();
        merge.mergeUserData();
    }

    private void requireNoContradiction() {
        String wish = edit.label(from) + " is " + edit.label(into);
        assertions.difference(from, into).ifPresent(different -> {
            throw edit.contradiction(wish, different);
        });
        requireNoFaceRejected(wish, from, into);
        requireNoFaceRejected(wish, into, from);
    }

    /// Checks that no confirmed face of `person` is rejected for `other`.
    private void requireNoFaceRejected(String wish, PersonId person, PersonId other) {
        for (Assertion assertion : assertions.of(other)) {
            if (assertion instanceof Assertion.Rejected rejected) {
                assertions
                        .confirmation(rejected.face())
                        .filter(confirmed -> confirmed.person().equals(person))
                        .ifPresent(confirmed -> {
                            throw edit.contradiction(
                                    "%s, and %s is %s (event %d)"
                                            .formatted(
                                                    wish,
                                                    edit.label(rejected.face()),
                                                    edit.label(person),
                                                    confirmed.event()),
                                    rejected);
                        });
            }
        }
    }

    private void moveFaces() {
        for (FaceId face : faces.of(from)) {
            faces.assign(face, into, faces.assignment(face).assignment());
        }
    }

    private void moveAssertions() {
        for (Assertion assertion : assertions.of(from)) {
            Assertion moved = switch (assertion) {
                case Assertion.Assigned(FaceId face, Box box, PersonId _, boolean confirmed, long event) ->
                    new Assertion.Assigned(face, box, into, confirmed, event);
                case Assertion.Rejected(FaceId face, Box box, PersonId _, long event) ->
                    new Assertion.Rejected(face, box, into, event);
                case Assertion.DifferentPeople(PersonId one, PersonId other, long event) ->
                    Assertion.DifferentPeople.of(into, one.equals(from) ? other : one, event);
                case Assertion.NotAFace _, Assertion.NotACopy _ -> assertion;
            };
            assertions.remove(assertion);
            if (assertions.like(moved).isEmpty()) {
                assertions.add(moved);
            }
        }
    }

    /// Removes the faces that were clustered with one of the two and rejected for the other.
    private void applyRejections() {
        for (Assertion assertion : assertions.of(into)) {
            if (assertion instanceof Assertion.Assigned assigned
                    && assertions.rejection(assigned.face(), into).isPresent()) {
                assertions.remove(assigned);
            }
        }
        for (FaceId face : faces.of(into)) {
            if (assertions.rejection(face, into).isPresent()) {
                faces.assign(face, null, new Assignment(Reason.REJECTED));
            }
        }
    }

    private void mergeUserData() {
        Person gone = edit.people().require(from);
        Person stays = edit.people().require(into);
        edit.people().remove(from);
        edit.people()
                .put(new Person(
                        into,
                        stays.name() == null ? gone.name() : stays.name(),
                        stays.hidden(),
                        stays.cover() == null ? gone.cover() : stays.cover(),
                        stays.birthDate() == null ? gone.birthDate() : stays.birthDate(),
                        true,
                        stays.externalId() == null ? gone.externalId() : stays.externalId()));
    }
}
