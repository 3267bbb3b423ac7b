package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything that must be erased together with photos, faces and people: their faces, all assertions about
/// them, and every event of the history that names them.
///
/// An event is erased as a whole and together with its undo, because a part of an event could not be undone.
/// People who were merged into an erased person are erased too, because their names and faces belong to that
/// person.
///
/// @param faces faces to erase, including those of `photos`
/// @param photosLosingFaces photos that stay but lose a face
/// @param events events to erase, by number
/// @param peopleLosingCover people who stay but lose the cover that a user chose
/// @param peopleLosingAllFaces people whose profile refers to an erased face
record Erasure(
        Set<PhotoId> photos,
        Set<FaceId> faces,
        Set<PhotoId> photosLosingFaces,
        Set<PersonId> people,
        List<Assertion> assertions,
        Set<Long> events,
        List<Person> peopleLosingCover,
        Set<PersonId> peopleLosingAllFaces) {

    /// Finds everything to erase.
    ///
    /// @param single faces to erase besides those of the photos and people
    /// @param named people to erase besides those who were merged into them
    static Erasure of(GallerySnapshot now, Set<PhotoId> photos, Set<FaceId> single, Set<PersonId> named) {
        Map<Long, PeopleEvent> events = new TreeMap<>();
        now.events().forEach(event -> events.put(event.number(), event));
        Set<PersonId> people = withMerged(named, events.values(), now);
        Set<FaceId> faces = new HashSet<>(single);
        if (!people.isEmpty()) {
            now.facesOf(people).forEach(face -> faces.add(face.face().id()));
        }
        faces.addAll(drawnAndTakenBack(people, events.values(), now));
        Set<PhotoId> photosLosingFaces = new HashSet<>();
        faces.forEach(face -> photosLosingFaces.add(face.photo()));
        photos.forEach(
                photo -> now.faces(photo).forEach(face -> faces.add(face.face().id())));
        photosLosingFaces.removeAll(photos);
        Ids erased = new Ids(photos, faces, people);
        return new Erasure(
                photos,
                faces,
                photosLosingFaces,
                people,
                now.assertions().stream().filter(erased::has).toList(),
                events(erased, events, now),
                now.people().stream()
                        .filter(person -> !people.contains(person.id()) && erased.has(person.cover()))
                        .map(person -> person.withCover(null))
                        .toList(),
                now.profiles().entrySet().stream()
                        .filter(profile -> erased.has(profile.getValue().cover()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /// The named people and everyone who was merged into one of them, directly or through others.
    private static Set<PersonId> withMerged(Set<PersonId> named, Iterable<PeopleEvent> events, GallerySnapshot now) {
        Set<PersonId> people = new HashSet<>(named);
        boolean changed = !people.isEmpty();
        while (changed) {
            changed = false;
            for (PeopleEvent event : events) {
                for (UserAction part : event.action().parts()) {
                    if (part instanceof UserAction.Merged(List<PersonId> from, PersonId into)
                            && people.contains(into)) {
                        for (PersonId other : from) {
                            changed |= now.person(other).isEmpty() && people.add(other);
                        }
                    }
                }
            }
        }
        return people;
    }

    /// Stored faces that a user drew for one of these people and took back.
    private static List<FaceId> drawnAndTakenBack(
            Set<PersonId> people, Iterable<PeopleEvent> events, GallerySnapshot now) {
        List<FaceId> faces = new ArrayList<>();
        for (PeopleEvent event : events) {
            if (event.action() instanceof UserAction.Drawn(FaceId face, @Nullable PersonId person)
                    && person != null
                    && people.contains(person)
                    && now.face(face).filter(StoredFace::notAFace).isPresent()) {
                faces.add(face);
            }
        }
        return faces;
    }

    /// The numbers of the events that name an erased id, and of their undos.
    private static Set<Long> events(Ids erased, Map<Long, PeopleEvent> events, GallerySnapshot now) {
        Set<Long> numbers = new HashSet<>();
        events.forEach((number, event) -> {
            boolean undoesErased = event.action() instanceof UserAction.Undone(long target) && numbers.contains(target);
            boolean namesErased = erased.has(event.action())
                    || now.changes(number).map(erased::has).orElse(false);
            if (undoesErased || namesErased) {
                numbers.add(number);
            }
        });
        // The changes of an undo may name an id that the event itself does not name; both are erased together.
        events.forEach((number, event) -> {
            if (numbers.contains(number) && event.action() instanceof UserAction.Undone(long target)) {
                numbers.add(target);
            }
        });
        events.forEach((number, event) -> {
            if (event.action() instanceof UserAction.Undone(long target) && numbers.contains(target)) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    /// Checks whether an object names an erased id.
    private record Ids(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
        boolean has(@Nullable FaceId face) {
            return face != null && (faces.contains(face) || photos.contains(face.photo()));
        }

        boolean has(PersonId person) {
            return people.contains(person);
        }

        boolean has(Assertion assertion) {
            return (assertion instanceof Assertion.FaceAssertion ofFace && has(ofFace.face()))
                    || assertion.people().stream().anyMatch(this::has)
                    || assertion.photos().stream().anyMatch(photos::contains);
        }

        boolean has(Changes changes) {
            return changes.people().stream().anyMatch(change -> has(change.person()))
                    || changes.faces().stream()
                            .anyMatch(change -> has(change.face()) || has(change.before()) || has(change.after()))
                    || changes.added().stream().anyMatch(this::has)
                    || changes.removed().stream().anyMatch(this::has);
        }

        private boolean has(Changes.FaceAssignment assignment) {
            PersonId person = assignment.person();
            return person != null && has(person);
        }

        boolean has(UserAction action) {
            return action.people().stream().anyMatch(this::has)
                    || action.faces().stream().anyMatch(this::has)
                    || action.photos().stream().anyMatch(photos::contains);
        }
    }
}
