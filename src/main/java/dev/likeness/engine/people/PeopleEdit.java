package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
import dev.likeness.index.Changes;
import dev.likeness.index.GallerySnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One edit of the people of a gallery. An edit starts from a snapshot, changes people, faces and assertions
/// step by step, and ends as [Changes]. It enforces the rules between them:
///
/// - No assertion contradicts another. A step that would contradict one fails with `CONTRADICTION`.
/// - A face is assigned as its assertion requires, and never to a person it is rejected for.
/// - A person that an assertion depends on (a rejected face, a different person) has an assigned face, so
///   that no clustering removes the person. If there is no such face, the cover is assigned without being
///   confirmed.
/// - A person without faces and without user data is removed.
final class PeopleEdit {
    private final String gallery;
    private final GallerySnapshot snapshot;
    private final long number;
    private final Supplier<PersonId> newPersonIds;

    private final EditedPeople people;
    private final EditedFaces faces;
    private final EditedAssertions assertions;

    /// Starts an edit.
    ///
    /// @param number the number that the event will have
    /// @param newPersonIds supplies ids that no person has had
    PeopleEdit(String gallery, GallerySnapshot snapshot, long number, Supplier<PersonId> newPersonIds) {
        this.gallery = gallery;
        this.snapshot = snapshot;
        this.number = number;
        this.newPersonIds = newPersonIds;
        this.people = new EditedPeople(gallery, snapshot);
        this.faces = new EditedFaces(gallery, snapshot);
        this.assertions = new EditedAssertions(snapshot);
    }

    /// The name of the gallery.
    String gallery() {
        return gallery;
    }

    /// The number that the event will have.
    long number() {
        return number;
    }

    EditedPeople people() {
        return people;
    }

    EditedFaces faces() {
        return faces;
    }

    EditedAssertions assertions() {
        return assertions;
    }

    /// All changes so far.
    Changes changes() {
        return new Changes(faces.changes(), people.changes(), assertions.removed(), assertions.added());
    }

    /// Adds a person without faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a name that nobody can have
    PersonId addPerson(@Nullable String name) {
        PersonId id = newPersonIds.get();
        people.put(new Person(id, name == null ? null : PersonName.of(name)));
        return id;
    }

    /// Adds a person without faces under a name that nobody has.
    ///
    /// @param bearers the people whose name is regarded as this one
    /// @param remedies what resolves a name that this person has
    /// @throws LikenessException `ALREADY_EXISTS` if a person has the name
    PersonId addUnderUnusedName(String name, List<Person> bearers, Function<PersonId, List<Remedy>> remedies) {
        requireUnusedName(bearers, remedies);
        return addPerson(name);
    }

    /// Checks that nobody has the name of a new person.
    ///
    /// @param bearers the people whose name is regarded as this one
    /// @param remedies what resolves a name that this person has
    /// @throws LikenessException `ALREADY_EXISTS` if a person has the name
    static void requireUnusedName(List<Person> bearers, Function<PersonId, List<Remedy>> remedies) {
        if (!bearers.isEmpty()) {
            PersonId bearer = bearers.getFirst().id();
            throw new LikenessException(
                    ErrorCode.ALREADY_EXISTS,
                    "a new person's name must be unused, and #%s is %s already"
                            .formatted(bearer, bearers.getFirst().name()),
                    ErrorFacts.ofPerson(bearer, remedies.apply(bearer).toArray(Remedy[]::new)));
        }
    }

    /// The person with this name, who is added if there is none.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if several people have the name
    PersonId personNamed(String name) {
        List<Person> bearers = people.named(name);
        if (bearers.size() > 1) {
            throw GalleryReferences.ambiguous(gallery, name, bearers);
        }
        return bearers.isEmpty() ? addPerson(name) : bearers.getFirst().id();
    }

    /// Changes faces one by one, and removes the people whose last face that was.
    ///
    /// @param exempt a person who is not removed; null if there is no such person
    /// @param different whether the faces belong to a different person from now on
    void changeFaces(List<FaceId> changed, Consumer<FaceId> change, @Nullable PersonId exempt, boolean different) {
        Set<PersonId> before = changed.stream()
                .map(faces::personOf)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        changed.forEach(change);
        before.stream().filter(person -> !person.equals(exempt)).forEach(person -> removeIfEmpty(person, different));
    }

    /// Asserts that faces are this person.
    ///
    /// @param different whether the people that the faces leave are different from this person
    /// @throws LikenessException `CONTRADICTION` if a face was asserted to be another person, not this
    ///     person, or not a face
    void confirmAll(List<FaceId> confirmed, PersonId person, boolean different) {
        changeFaces(confirmed, face -> confirm(face, person), person, different);
    }

    /// Asserts that faces are this person, whatever users asserted about them before.
    void reassignAll(List<FaceId> moved, PersonId person) {
        changeFaces(
                moved,
                face -> {
                    release(face);
                    confirm(face, person);
                },
                person,
                true);
    }

    private void confirm(FaceId face, PersonId person) {
        String wish = label(face) + " is " + label(person);
        assertions.of(face, Assertion.NotAFace.class).forEach(fact -> {
            throw contradiction(wish, fact);
        });
        assertions.rejection(face, person).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        assertions
                .confirmation(face)
                .filter(held -> !held.person().equals(person))
                .ifPresent(fact -> {
                    throw contradiction(wish, fact);
                });
        if (assertions.confirmation(face).isEmpty()) {
            assign(face, person, true);
        }
    }

    private void assign(FaceId face, PersonId person, boolean confirmed) {
        assertions.assigned(face).ifPresent(assertions::remove);
        assertions.add(new Assertion.Assigned(face, faces.box(face), person, confirmed, number));
        if (confirmed || !person.equals(faces.personOf(face))) {
            faces.assign(face, person, new Assignment(Reason.USER));
        }
    }

    /// Assigns a face to a person without a user's confirmation. Existing assertions about the face take
    /// precedence.
    void assignUnconfirmed(FaceId face, PersonId person) {
        boolean constrained = assertions.isNotAFace(face)
                || assertions.confirmation(face).isPresent()
                || assertions.rejection(face, person).isPresent();
        if (!constrained && !person.equals(faces.personOf(face))) {
            assertions.assigned(face).ifPresent(assertions::remove);
            faces.assign(face, person, null);
        }
    }

    /// Asserts that a face is not this person. The person is preserved, because the assertion needs it.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was asserted to be this person
    void reject(FaceId face, PersonId person) {
        assertions
                .confirmation(face)
                .filter(held -> held.person().equals(person))
                .ifPresent(fact -> {
                    throw contradiction(label(face) + " is not " + label(person), fact);
                });
        if (assertions.rejection(face, person).isEmpty()) {
            assertions.add(new Assertion.Rejected(face, faces.box(face), person, number));
        }
        assertions.assigned(face).filter(held -> held.person().equals(person)).ifPresent(assertions::remove);
        if (person.equals(faces.personOf(face))) {
            faces.assign(face, null, new Assignment(Reason.REJECTED));
        }
    }

    /// Marks a detection as not a face.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was asserted to be a person
    void markNotAFace(FaceId face) {
        assertions.confirmation(face).ifPresent(fact -> {
            throw contradiction(label(face) + " is not a face", fact);
        });
        if (!assertions.isNotAFace(face)) {
            assertions.assigned(face).ifPresent(assertions::remove);
            assertions.add(new Assertion.NotAFace(face, faces.box(face), number));
            faces.assign(face, null, null);
        }
    }

    /// Draws a face that is stored already. Undoing the edit marks it as not a face, which hides a drawn
    /// face.
    void draw(FaceId face) {
        if (assertions.isNotAFace(face)) {
            unmarkNotAFace(face);
        } else {
            assertions.removeUnmade(new Assertion.NotAFace(face, faces.box(face), number));
        }
    }

    void unmarkNotAFace(FaceId face) {
        assertions.of(face, Assertion.NotAFace.class).forEach(assertions::remove);
    }

    /// Retracts the assertions about a face. It stays with its person until the next clustering.
    void retract(FaceId face) {
        assertions.of(face, Assertion.FaceAssertion.class).forEach(assertion -> {
            if (assertion instanceof Assertion.Assigned assigned) {
                faces.assign(face, assigned.person(), null);
            }
            if (assertion instanceof Assertion.Rejected && faces.personOf(face) == null) {
                faces.assign(face, null, null);
            }
            assertions.remove(assertion);
        });
    }

    /// Retracts the assertions about a face and makes it unassigned.
    void release(FaceId face) {
        assertions.of(face, Assertion.FaceAssertion.class).forEach(assertions::remove);
        faces.assign(face, null, null);
    }

    /// Marks two people as different. No assertion can contradict this one, because a face is never asserted
    /// to be two people.
    void markDifferent(PersonId one, PersonId other) {
        if (assertions.difference(one, other).isEmpty()) {
            assertions.add(Assertion.DifferentPeople.of(one, other, number));
            anchor(one);
            anchor(other);
        }
    }

    void unmarkDifferent(PersonId one, PersonId other) {
        assertions.difference(one, other).ifPresent(assertions::remove);
    }

    /// Marks photos as not being copies of each other.
    ///
    /// @param photos each photo once
    /// @throws LikenessException `NOT_FOUND` if the gallery does not have one of them
    void markNotCopies(List<PhotoId> photos) {
        photos.forEach(this::requirePhoto);
        for (int i = 0; i < photos.size(); i++) {
            for (int j = i + 1; j < photos.size(); j++) {
                Assertion notACopy = Assertion.NotACopy.of(photos.get(i), photos.get(j), number);
                if (assertions.like(notACopy).isEmpty()) {
                    assertions.add(notACopy);
                }
            }
        }
    }

    private void requirePhoto(PhotoId photo) {
        if (snapshot.photo(photo).isEmpty()) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, photo));
        }
    }

    /// Removes a person that faces have left, if the person is empty.
    ///
    /// @param different whether the faces that left belong to a different person
    void removeIfEmpty(PersonId id, boolean different) {
        Optional<Person> found = people.find(id);
        if (found.isEmpty()) {
            return;
        }
        Person person = found.get();
        List<FaceId> left = faces.of(id);
        List<Assertion> naming = assertions.of(id);
        boolean assigned = naming.stream().anyMatch(Assertion.Assigned.class::isInstance);
        if (left.isEmpty()
                && !assigned
                && person.name() == null
                && person.birthDate() == null
                && person.externalId() == null) {
            remove(id);
            return;
        }
        FaceId cover = person.cover();
        if (cover != null && faces.find(cover).isPresent() && !left.contains(cover)) {
            people.put(person.withCover(null));
        }
        if (different || !naming.stream().allMatch(Assertion.Assigned.class::isInstance)) {
            anchor(id);
        }
    }

    /// Removes a person whose faces have moved to others, with the assertions that name the person.
    void remove(PersonId id) {
        people.remove(id);
        assertions.of(id).forEach(assertions::remove);
    }

    /// Ensures that an assertion assigns a face to this person, if the person has a face.
    private void anchor(PersonId id) {
        if (people.require(id).hasUserData()) {
            return; // user data keeps all faces of the person
        }
        List<FaceId> members = faces.of(id);
        boolean assigned =
                members.stream().anyMatch(face -> assertions.assigned(face).isPresent());
        if (!assigned && !members.isEmpty()) {
            List<Face> all =
                    members.stream().map(face -> faces.require(face).face()).toList();
            assign(PersonProfile.of(all).cover(), id, false);
        }
    }

    /// Formats a person for a message: name and number.
    String label(PersonId id) {
        return EditDescriptions.person(
                id, people.find(id).or(() -> people.before(id)).orElse(null));
    }

    /// Formats a face for a message: `path#ordinal` if the photo has a path, else its id.
    String label(FaceId face) {
        return snapshot.photo(face.photo())
                .map(photo -> photo.paths().firstKey() + "#" + face.ordinal())
                .orElseGet(face::toString);
    }

    LikenessException contradiction(String wish, Assertion assertion) {
        EditHistory history = new EditHistory(snapshot::event, number - 1);
        boolean isLast = history.undoable()
                .filter(event -> history.root(event).number() == assertion.event())
                .isPresent();
        return EditDescriptions.contradiction(
                gallery, wish, assertion, snapshot.event(assertion.event()), isLast, this);
    }
}
