package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.Changes.FaceAssignment;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The people of a gallery as they will be after one edit. An edit starts from a snapshot, changes step by
/// step, and ends as [Changes]. It reads only the people, faces and assertions that the steps need. It
/// enforces the rules between assertions, faces and people:
///
/// - No assertion contradicts another. A step that would contradict one fails with `CONTRADICTION`.
/// - A face is assigned as its assertion requires, and never to a person it is rejected from.
/// - A person that an assertion depends on (a rejected face, a different person) has an assigned face, so
///   that no clustering removes the person. If there is no such face, the cover is assigned without being
///   confirmed.
/// - A person without faces and without user data is removed.
final class PeopleEdit {
    private final String gallery;
    private final GallerySnapshot snapshot;
    private final long number;

    private final Map<PersonId, Optional<Person>> peopleBefore = new HashMap<>();
    private final Map<PersonId, Optional<Person>> people = new TreeMap<>();
    private final EditedAssertions assertions;
    private final Map<FaceId, StoredFace> storedFaces = new HashMap<>();
    private final Map<FaceId, FaceAssignment> assignments = new LinkedHashMap<>();

    /// Starts an edit.
    ///
    /// @param number the number that the event will have
    PeopleEdit(String gallery, GallerySnapshot snapshot, long number) {
        this.gallery = gallery;
        this.snapshot = snapshot;
        this.number = number;
        this.assertions = new EditedAssertions(snapshot);
    }

    /// The number that the event will have.
    long number() {
        return number;
    }

    Person person(PersonId id) {
        return find(id).orElseThrow(() ->
                new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(gallery, id)));
    }

    private Optional<Person> find(PersonId id) {
        return people.getOrDefault(id, before(id));
    }

    private Optional<Person> before(PersonId id) {
        return peopleBefore.computeIfAbsent(id, snapshot::person);
    }

    boolean has(PersonId id) {
        return find(id).isPresent();
    }

    /// The people with exactly this name, ordered by id.
    List<Person> named(String name) {
        Map<PersonId, Person> found = new TreeMap<>();
        snapshot.peopleNamed(name).forEach(person -> found.put(person.id(), person));
        people.forEach((id, person) -> {
            found.remove(id);
            person.filter(now -> name.equals(now.name())).ifPresent(now -> found.put(id, now));
        });
        return List.copyOf(found.values());
    }

    void put(Person person) {
        people.put(person.id(), Optional.of(person));
    }

    StoredFace face(FaceId id) {
        return find(id).orElseThrow(() ->
                new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(gallery, id)));
    }

    Optional<StoredFace> find(FaceId id) {
        StoredFace known = storedFaces.get(id);
        if (known == null) {
            known = snapshot.face(id).orElse(null);
            if (known != null) {
                storedFaces.put(id, known);
            }
        }
        return Optional.ofNullable(known);
    }

    FaceAssignment assignment(FaceId id) {
        FaceAssignment now = assignments.get(id);
        return now == null ? FaceAssignment.of(face(id)) : now;
    }

    void setAssignment(FaceId face, @Nullable PersonId person, @Nullable Assignment assignment) {
        face(face);
        assignments.put(face, new FaceAssignment(person, assignment));
    }

    /// The faces of a person, ordered by id.
    List<FaceId> facesOf(PersonId person) {
        Set<FaceId> faces = new TreeSet<>();
        snapshot.facesOf(person).forEach(face -> {
            storedFaces.put(face.face().id(), face);
            faces.add(face.face().id());
        });
        assignments.forEach((face, assignment) -> {
            if (person.equals(assignment.person())) {
                faces.add(face);
            } else {
                faces.remove(face);
            }
        });
        return List.copyOf(faces);
    }

    EditedAssertions assertions() {
        return assertions;
    }

    boolean isNotAFace(FaceId face) {
        return !assertions.of(face, Assertion.NotAFace.class).isEmpty();
    }

    private Optional<Assertion.Assigned> assignedBy(FaceId face) {
        return assertions.of(face, Assertion.Assigned.class).stream().findAny();
    }

    private Optional<Assertion.Assigned> confirmation(FaceId face) {
        return assignedBy(face).filter(Assertion.Assigned::confirmed);
    }

    private Optional<Assertion.Rejected> rejection(FaceId face, PersonId person) {
        return assertions.of(face, Assertion.Rejected.class).stream()
                .filter(rejected -> rejected.person().equals(person))
                .findAny();
    }

    /// Asserts that a face is this person.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was asserted to be another person, not this
    ///     person, or not a face
    void confirm(FaceId face, PersonId person) {
        String wish = label(face) + " is " + label(person);
        assertions.of(face, Assertion.NotAFace.class).forEach(fact -> {
            throw contradiction(wish, fact);
        });
        rejection(face, person).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        confirmation(face).filter(held -> !held.person().equals(person)).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        if (confirmation(face).isEmpty()) {
            assign(face, person, true);
        }
    }

    private void assign(FaceId face, PersonId person, boolean explicit) {
        assignedBy(face).ifPresent(assertions::remove);
        assertions.add(new Assertion.Assigned(face, box(face), person, explicit, number));
        if (explicit || !person.equals(assignment(face).person())) {
            setAssignment(face, person, new Assignment(Reason.USER));
        }
    }

    /// Assigns a face to a person without a user's confirmation. Existing assertions about the face take
    /// precedence.
    void assignUnconfirmed(FaceId face, PersonId person) {
        boolean spokenFor = isNotAFace(face)
                || confirmation(face).isPresent()
                || rejection(face, person).isPresent();
        if (!spokenFor && !person.equals(assignment(face).person())) {
            assignedBy(face).ifPresent(assertions::remove);
            setAssignment(face, person, null);
        }
    }

    /// Asserts that a face is not this person. The person is preserved, because the assertion needs it.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was asserted to be this person
    void reject(FaceId face, PersonId person) {
        confirmation(face).filter(held -> held.person().equals(person)).ifPresent(fact -> {
            throw contradiction(label(face) + " is not " + label(person), fact);
        });
        if (rejection(face, person).isEmpty()) {
            assertions.add(new Assertion.Rejected(face, box(face), person, number));
        }
        assignedBy(face).filter(held -> held.person().equals(person)).ifPresent(assertions::remove);
        if (person.equals(assignment(face).person())) {
            setAssignment(face, null, new Assignment(Reason.REJECTED));
        }
    }

    /// Marks a detection as not a face.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was asserted to be a person
    void markNotAFace(FaceId face) {
        confirmation(face).ifPresent(fact -> {
            throw contradiction(label(face) + " is no face", fact);
        });
        if (!isNotAFace(face)) {
            assignedBy(face).ifPresent(assertions::remove);
            assertions.add(new Assertion.NotAFace(face, box(face), number));
            setAssignment(face, null, null);
        }
    }

    void unmarkNotAFace(FaceId face) {
        assertions.of(face, Assertion.NotAFace.class).forEach(assertions::remove);
    }

    /// Retracts the assertions about a face. It stays with its person until the next clustering.
    void retract(FaceId face) {
        assertions.of(face, Assertion.OfFace.class).forEach(fact -> {
            if (fact instanceof Assertion.Assigned held) {
                setAssignment(face, held.person(), null);
            }
            if (fact instanceof Assertion.Rejected && assignment(face).person() == null) {
                setAssignment(face, null, null);
            }
            assertions.remove(fact);
        });
    }

    /// Retracts the assertions about a face and makes it unassigned.
    void release(FaceId face) {
        assertions.of(face, Assertion.OfFace.class).forEach(assertions::remove);
        setAssignment(face, null, null);
    }

    private Optional<Assertion> difference(PersonId one, PersonId other) {
        return assertions.like(Assertion.DifferentPeople.of(one, other, number));
    }

    /// Marks two people as different. No assertion can contradict this one, because a face is never asserted
    /// to be two people.
    void markDifferent(PersonId one, PersonId other) {
        if (difference(one, other).isEmpty()) {
            assertions.add(Assertion.DifferentPeople.of(one, other, number));
            anchor(one);
            anchor(other);
        }
    }

    void unmarkDifferent(PersonId one, PersonId other) {
        difference(one, other).ifPresent(assertions::remove);
    }

    void requirePhoto(PhotoId photo) {
        if (snapshot.photo(photo).isEmpty()) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, photo));
        }
    }

    /// Marks photos as not being copies of each other.
    ///
    /// @param photos each photo once
    void markNotCopies(List<PhotoId> photos) {
        for (int i = 0; i < photos.size(); i++) {
            for (int j = i + 1; j < photos.size(); j++) {
                Assertion notACopy = Assertion.NotACopy.of(photos.get(i), photos.get(j), number);
                if (assertions.like(notACopy).isEmpty()) {
                    assertions.add(notACopy);
                }
            }
        }
    }

    /// Merges one person into another, which takes over the name, cover and birth date that it lacks.
    ///
    /// @throws LikenessException `CONTRADICTION` if the two are marked as different, or a confirmed face of
    ///     one is rejected from the other
    void merge(PersonId from, PersonId into) {
        String wish = label(from) + " is " + label(into);
        difference(from, into).ifPresent(different -> {
            throw contradiction(wish, different);
        });
        requireNoFaceRejected(wish, from, into);
        requireNoFaceRejected(wish, into, from);
        for (FaceId face : facesOf(from)) {
            setAssignment(face, into, assignment(face).assignment());
        }
        for (Assertion assertion : assertions.of(from)) {
            retarget(assertion, from, into);
        }
        // A face may be clustered with one of the two and rejected from the other.
        for (Assertion assertion : assertions.of(into)) {
            if (assertion instanceof Assertion.Assigned assigned
                    && rejection(assigned.face(), into).isPresent()) {
                assertions.remove(assigned);
            }
        }
        for (FaceId face : facesOf(into)) {
            if (rejection(face, into).isPresent()) {
                setAssignment(face, null, new Assignment(Reason.REJECTED));
            }
        }
        Person gone = person(from);
        Person stays = person(into);
        people.put(from, Optional.empty());
        put(new Person(
                into,
                stays.name() == null ? gone.name() : stays.name(),
                stays.hidden(),
                stays.cover() == null ? gone.cover() : stays.cover(),
                stays.birthDate() == null ? gone.birthDate() : stays.birthDate(),
                true));
    }

    private void requireNoFaceRejected(String wish, PersonId person, PersonId from) {
        for (Assertion assertion : assertions.of(from)) {
            if (assertion instanceof Assertion.Rejected rejected) {
                confirmation(rejected.face())
                        .filter(confirmed -> confirmed.person().equals(person))
                        .ifPresent(confirmed -> {
                            throw contradiction(
                                    "%s, and %s is %s (event %d)"
                                            .formatted(wish, label(rejected.face()), label(person), confirmed.event()),
                                    rejected);
                        });
            }
        }
    }

    private void retarget(Assertion assertion, PersonId from, PersonId into) {
        Assertion renewed = switch (assertion) {
            case Assertion.Assigned(FaceId face, Box box, PersonId _, boolean confirmed, long event) ->
                new Assertion.Assigned(face, box, into, confirmed, event);
            case Assertion.Rejected(FaceId face, Box box, PersonId _, long event) ->
                new Assertion.Rejected(face, box, into, event);
            case Assertion.DifferentPeople(PersonId one, PersonId other, long event) ->
                Assertion.DifferentPeople.of(into, one.equals(from) ? other : one, event);
            case Assertion.NotAFace _, Assertion.NotACopy _ -> assertion;
        };
        assertions.remove(assertion);
        if (assertions.like(renewed).isEmpty()) {
            assertions.add(renewed);
        }
    }

    /// Removes a person that faces have left, if the person is empty.
    ///
    /// @param different whether the faces that left belong to a different person
    void removeIfEmpty(PersonId id, boolean different) {
        Optional<Person> found = find(id);
        if (found.isEmpty()) {
            return;
        }
        Person person = found.get();
        List<FaceId> faces = facesOf(id);
        List<Assertion> named = assertions.of(id);
        boolean assigned = named.stream().anyMatch(Assertion.Assigned.class::isInstance);
        if (faces.isEmpty() && !assigned && person.name() == null && person.birthDate() == null) {
            remove(id);
            return;
        }
        FaceId cover = person.cover();
        if (cover != null && find(cover).isPresent() && !faces.contains(cover)) {
            put(person.withCover(null));
        }
        if (different || !named.stream().allMatch(Assertion.Assigned.class::isInstance)) {
            anchor(id);
        }
    }

    /// Removes a person whose faces have moved to others, with the assertions that name the person.
    void remove(PersonId id) {
        people.put(id, Optional.empty());
        assertions.of(id).forEach(assertions::remove);
    }

    /// Ensures that an assertion assigns a face to this person, if the person has a face.
    void anchor(PersonId id) {
        if (person(id).hasUserData()) {
            return; // every face of the person is bound by that
        }
        List<FaceId> faces = facesOf(id);
        boolean assigned = faces.stream().anyMatch(face -> assignedBy(face).isPresent());
        if (!assigned) {
            List<Face> all = faces.stream().map(face -> face(face).face()).toList();
            if (!all.isEmpty()) {
                assign(PersonProfile.of(all).cover(), id, false);
            }
        }
    }

    Box box(FaceId face) {
        return face(face).face().detection().box();
    }

    /// All changes so far.
    Changes changes() {
        List<Changes.OfFace> faces = new ArrayList<>();
        assignments.forEach((face, now) -> {
            FaceAssignment before = FaceAssignment.of(face(face));
            if (!before.equals(now)) {
                faces.add(new Changes.OfFace(face, box(face), before, now));
            }
        });
        List<Changes.OfPerson> changed = new ArrayList<>();
        people.forEach((id, now) -> {
            if (!before(id).equals(now)) {
                changed.add(new Changes.OfPerson(id, before(id).orElse(null), now.orElse(null)));
            }
        });
        return new Changes(faces, changed, assertions.removed(), assertions.added());
    }

    /// Formats a person for a message: name and number.
    String label(PersonId id) {
        return find(id).or(() -> before(id))
                .filter(person -> person.name() != null)
                .map(person -> "%s (#%s)".formatted(person.name(), id))
                .orElse("#" + id);
    }

    /// Formats a face for a message: `path#ordinal` if the photo has a path, else its id.
    String label(FaceId face) {
        return snapshot.photo(face.photo())
                .map(photo -> photo.paths().firstKey() + "#" + face.ordinal())
                .orElseGet(face::toString);
    }

    private LikenessException contradiction(String wish, Assertion assertion) {
        EditHistory history = new EditHistory(snapshot::event, number - 1);
        boolean isLast = history.undoable()
                .filter(event -> history.root(event).number() == assertion.event())
                .isPresent();
        return EditDescriptions.contradiction(
                gallery, wish, assertion, snapshot.event(assertion.event()), isLast, this);
    }
}
