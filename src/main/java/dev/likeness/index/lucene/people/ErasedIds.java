package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ids that are erased, and what is left of what names them.
record ErasedIds(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
    boolean has(@Nullable FaceId face) {
        return face != null && (faces.contains(face) || photos.contains(face.photo()));
    }

    boolean has(Assertion assertion) {
        return (assertion instanceof Assertion.FaceAssertion ofFace && has(ofFace.face()))
                || hasPerson(assertion.people())
                || assertion.photos().stream().anyMatch(photos::contains);
    }

    boolean has(UserAction action) {
        return hasPerson(action.people())
                || action.faces().stream().anyMatch(this::has)
                || action.photos().stream().anyMatch(photos::contains);
    }

    boolean has(Changes changes) {
        return hasPerson(changes)
                || changes.faces().stream().anyMatch(change -> has(change.face()))
                || changes.people().stream().anyMatch(change -> hasCover(change.before()) || hasCover(change.after()))
                || changes.added().stream().anyMatch(this::has)
                || changes.removed().stream().anyMatch(this::has);
    }

    /// What is left of an event; empty if it names an erased person, or if nothing is left.
    Optional<Erasure.Edit> remains(PeopleEvent event, Changes changes) {
        if (hasPerson(event.action().people()) || hasPerson(changes)) {
            return Optional.empty();
        }
        Changes left = without(changes);
        if (left.isEmpty() && !changes.isEmpty()) {
            return Optional.empty();
        }
        return without(event.action())
                .or(() -> naming(left))
                .map(action ->
                        new Erasure.Edit(new PeopleEvent(event.number(), event.time(), event.actor(), action), left));
    }

    /// What is left of an edit of a face that also named a person: the person stays, and so does their name's event.
    private static Optional<UserAction> naming(Changes left) {
        List<UserAction> named = new ArrayList<>();
        for (Changes.OfPerson change : left.people()) {
            Person before = change.before();
            Person after = change.after();
            if (after != null && !Objects.equals(before == null ? null : before.name(), after.name())) {
                named.add(new UserAction.Named(after.id(), after.name()));
            }
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(UserAction.Combined.of(named));
    }

    private boolean hasPerson(List<PersonId> any) {
        return any.stream().anyMatch(people::contains);
    }

    private boolean hasPerson(Changes changes) {
        return changes.people().stream().anyMatch(change -> people.contains(change.person()))
                || changes.faces().stream().anyMatch(change -> hasPerson(change.before()) || hasPerson(change.after()))
                || changes.added().stream().anyMatch(assertion -> hasPerson(assertion.people()))
                || changes.removed().stream().anyMatch(assertion -> hasPerson(assertion.people()));
    }

    private boolean hasPerson(Changes.FaceAssignment assignment) {
        PersonId person = assignment.person();
        return person != null && people.contains(person);
    }

    private Changes without(Changes changes) {
        return new Changes(
                changes.faces().stream().filter(change -> !has(change.face())).toList(),
                changes.people().stream()
                        .map(change -> new Changes.OfPerson(
                                change.person(), withoutCover(change.before()), withoutCover(change.after())))
                        .toList(),
                changes.removed().stream().filter(assertion -> !has(assertion)).toList(),
                changes.added().stream().filter(assertion -> !has(assertion)).toList());
    }

    private boolean hasCover(@Nullable Person person) {
        return person != null && has(person.cover());
    }

    private @Nullable Person withoutCover(@Nullable Person person) {
        return person != null && has(person.cover()) ? person.withCover(null) : person;
    }

    private Optional<UserAction> without(UserAction action) {
        return switch (action) {
            case UserAction.Combined combined -> {
                List<UserAction> parts = combined.parts().stream()
                        .flatMap(part -> without(part).stream())
                        .toList();
                yield parts.isEmpty() ? Optional.empty() : Optional.of(UserAction.Combined.of(parts));
            }
            case UserAction.Split split ->
                some(split.faces()).map(left -> new UserAction.Split(left, split.person(), split.name()));
            case UserAction.Moved moved -> some(moved.faces()).map(left -> new UserAction.Moved(left, moved.person()));
            case UserAction.Confirmed confirmed ->
                some(confirmed.faces()).map(left -> new UserAction.Confirmed(left, confirmed.person()));
            case UserAction.Rejected rejected ->
                some(rejected.faces()).map(left -> new UserAction.Rejected(left, rejected.person()));
            case UserAction.MarkedNotAFace marked -> some(marked.faces()).map(UserAction.MarkedNotAFace::new);
            case UserAction.UnmarkedNotAFace unmarked -> some(unmarked.faces()).map(UserAction.UnmarkedNotAFace::new);
            case UserAction.Retracted retracted -> some(retracted.faces()).map(UserAction.Retracted::new);
            case UserAction.MarkedNotCopies copies -> {
                List<PhotoId> left = copies.photos().stream()
                        .filter(photo -> !photos.contains(photo))
                        .toList();
                yield left.size() < 2 ? Optional.empty() : Optional.of(new UserAction.MarkedNotCopies(left));
            }
            default -> action.faces().stream().anyMatch(this::has) ? Optional.empty() : Optional.of(action);
        };
    }

    /// The faces that are left; empty if there is none.
    private Optional<List<FaceId>> some(List<FaceId> all) {
        return Optional.of(all.stream().filter(face -> !has(face)).toList()).filter(left -> !left.isEmpty());
    }
}
