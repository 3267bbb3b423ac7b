package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The assertions of a gallery as they will be after one edit. Only the assertions about the photos and people
/// that the edit refers to are read from the snapshot.
final class EditedAssertions {
    /// The subject of an assertion, independent of the event that made it.
    private record Subject(
            Class<?> kind,
            @Nullable PhotoId photo,
            @Nullable PhotoId otherPhoto,
            @Nullable Box box,
            List<PersonId> people) {
        static Subject of(Assertion assertion) {
            List<PhotoId> photos = assertion.photos();
            return new Subject(
                    assertion.getClass(),
                    photos.isEmpty() ? null : photos.getFirst(),
                    photos.size() < 2 ? null : photos.getLast(),
                    assertion instanceof Assertion.FaceAssertion ofFace ? ofFace.box() : null,
                    assertion.people());
        }
    }

    private final GallerySnapshot snapshot;
    private final Map<Subject, Assertion> before = new LinkedHashMap<>();
    private final Map<Subject, Assertion> now = new LinkedHashMap<>();
    private final Map<FaceId, Set<Subject>> ofFaces = new HashMap<>();
    private final Map<PersonId, Set<Subject>> ofPeople = new HashMap<>();
    private final Set<PhotoId> photosRead = new HashSet<>();
    private final Set<PersonId> peopleRead = new HashSet<>();
    private final Set<Subject> othersRead = new HashSet<>();

    EditedAssertions(GallerySnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// The assertions of one kind about a face.
    <T extends Assertion> List<T> of(FaceId face, Class<T> kind) {
        read(face.photo());
        return current(ofFaces.getOrDefault(face, Set.of()))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /// The assertions that name a person.
    List<Assertion> of(PersonId person) {
        read(person);
        return current(ofPeople.getOrDefault(person, Set.of())).toList();
    }

    /// The assertion about the same subject as this one.
    Optional<Assertion> like(Assertion assertion) {
        read(assertion);
        return Optional.ofNullable(now.get(Subject.of(assertion)));
    }

    /// The assertion that assigns a face to a person, confirmed or not.
    Optional<Assertion.Assigned> assigned(FaceId face) {
        return of(face, Assertion.Assigned.class).stream().findAny();
    }

    Optional<Assertion.Assigned> confirmation(FaceId face) {
        return assigned(face).filter(Assertion.Assigned::confirmed);
    }

    Optional<Assertion.Rejected> rejection(FaceId face, PersonId person) {
        return of(face, Assertion.Rejected.class).stream()
                .filter(rejected -> rejected.person().equals(person))
                .findAny();
    }

    boolean isNotAFace(FaceId face) {
        return !of(face, Assertion.NotAFace.class).isEmpty();
    }

    /// The assertion that two people are different.
    Optional<Assertion> difference(PersonId one, PersonId other) {
        return like(Assertion.DifferentPeople.of(one, other, 0));
    }

    private Stream<Assertion> current(Set<Subject> subjects) {
        return subjects.stream().map(now::get);
    }

    void add(Assertion assertion) {
        read(assertion);
        enter(Subject.of(assertion), assertion);
    }

    /// Records that an assertion holds no longer that never held, so that undoing the edit makes it.
    void removeUnmade(Assertion assertion) {
        before.putIfAbsent(Subject.of(assertion), assertion);
    }

    void remove(Assertion assertion) {
        read(assertion);
        leave(Subject.of(assertion));
    }

    /// The stored assertions that no longer hold.
    List<Assertion> removed() {
        return missing(before.values(), now.values());
    }

    /// The assertions that are not stored yet.
    List<Assertion> added() {
        return missing(now.values(), before.values());
    }

    private static List<Assertion> missing(Collection<Assertion> from, Collection<Assertion> others) {
        Set<Assertion> there = new HashSet<>(others);
        return from.stream().filter(assertion -> !there.contains(assertion)).toList();
    }

    private void read(Assertion assertion) {
        if (assertion instanceof Assertion.FaceAssertion ofFace) {
            read(ofFace.face().photo());
        } else if (othersRead.add(Subject.of(assertion))) {
            snapshot.assertionLike(assertion).ifPresent(this::found);
        }
    }

    private void read(PhotoId photo) {
        if (photosRead.add(photo)) {
            snapshot.assertionsOf(photo).forEach(this::found);
        }
    }

    private void read(PersonId person) {
        if (peopleRead.add(person)) {
            snapshot.assertionsOf(person).forEach(this::read);
        }
    }

    /// Adds a stored assertion unless the edit has removed it since it was read.
    private void found(Assertion assertion) {
        Subject subject = Subject.of(assertion);
        if (before.putIfAbsent(subject, assertion) == null) {
            enter(subject, assertion);
        }
    }

    private void enter(Subject subject, Assertion assertion) {
        leave(subject);
        now.put(subject, assertion);
        if (assertion instanceof Assertion.FaceAssertion ofFace) {
            ofFaces.computeIfAbsent(ofFace.face(), _ -> new LinkedHashSet<>()).add(subject);
        }
        assertion
                .people()
                .forEach(person -> ofPeople.computeIfAbsent(person, _ -> new LinkedHashSet<>())
                        .add(subject));
    }

    private void leave(Subject subject) {
        Assertion gone = now.remove(subject);
        if (gone instanceof Assertion.FaceAssertion ofFace) {
            ofFaces.getOrDefault(ofFace.face(), new HashSet<>()).remove(subject);
        }
        if (gone != null) {
            gone.people()
                    .forEach(person ->
                            ofPeople.getOrDefault(person, new HashSet<>()).remove(subject));
        }
    }
}
