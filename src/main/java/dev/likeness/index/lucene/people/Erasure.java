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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Works out what must go with photos, faces and people that are to leave no trace: their faces, everything
/// users said of them, and every event of the history that names them.
///
/// An event is forgotten as a whole, and with it its undoing: half an event could not be taken back
/// any more. People who were merged into somebody go with them, for it is their names and faces, too.
///
/// @param faces that go, those of `photos` included
/// @param photosLosingFaces photos that stay but lose a face
/// @param events by number
/// @param peopleLosingCover people who stay but lose the face that was chosen to stand for them
/// @param peopleLosingAllFaces people whose portrait shows a face that goes
public record Erasure(
        Set<PhotoId> photos,
        Set<FaceId> faces,
        Set<PhotoId> photosLosingFaces,
        Set<PersonId> people,
        List<Assertion> assertions,
        Set<Long> events,
        List<Person> peopleLosingCover,
        Set<PersonId> peopleLosingAllFaces) {

    public static Erasure of(GallerySnapshot now, Set<PhotoId> photos, Set<FaceId> single, Set<PersonId> named) {
        Map<Long, PeopleEvent> events = new TreeMap<>();
        now.events().forEach(event -> events.put(event.number(), event));
        Set<PersonId> people = withMerged(named, events.values(), now);
        Set<FaceId> faces = new HashSet<>(single);
        if (!people.isEmpty()) {
            now.facesOf(people).forEach(face -> faces.add(face.face().id()));
        }
        Set<PhotoId> bereft = new HashSet<>();
        faces.forEach(face -> bereft.add(face.photo()));
        photos.forEach(
                photo -> now.faces(photo).forEach(face -> faces.add(face.face().id())));
        bereft.removeAll(photos);
        Ids names = new Ids(photos, faces, people);
        return new Erasure(
                photos,
                faces,
                bereft,
                people,
                now.assertions().stream().filter(names::has).toList(),
                events(names, events, now),
                now.people().stream()
                        .filter(person -> !people.contains(person.id()) && names.has(person.cover()))
                        .map(person -> person.withCover(null))
                        .toList(),
                now.profiles().entrySet().stream()
                        .filter(portrait -> names.has(portrait.getValue().cover()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    private static Set<PersonId> withMerged(Set<PersonId> named, Iterable<PeopleEvent> events, GallerySnapshot now) {
        Set<PersonId> people = new HashSet<>(named);
        boolean grown = !people.isEmpty();
        while (grown) {
            grown = false;
            for (PeopleEvent event : events) {
                if (event.action() instanceof UserAction.Merged(List<PersonId> from, PersonId into)
                        && people.contains(into)) {
                    for (PersonId other : from) {
                        grown |= now.person(other).isEmpty() && people.add(other);
                    }
                }
            }
        }
        return people;
    }

    private static Set<Long> events(Ids names, Map<Long, PeopleEvent> events, GallerySnapshot now) {
        Set<Long> gone = new HashSet<>();
        events.forEach((number, event) -> {
            boolean undoesOneThatGoes =
                    event.action() instanceof UserAction.Undone(long target) && gone.contains(target);
            boolean namesWhatGoes = names.has(event.action())
                    || now.changes(number).map(names::has).orElse(false);
            if (undoesOneThatGoes || namesWhatGoes) {
                gone.add(number);
            }
        });
        // What an undo changed may name what the event itself did not; the two go together.
        events.forEach((number, event) -> {
            if (gone.contains(number) && event.action() instanceof UserAction.Undone(long target)) {
                gone.add(target);
            }
        });
        events.forEach((number, event) -> {
            if (event.action() instanceof UserAction.Undone(long target) && gone.contains(target)) {
                gone.add(number);
            }
        });
        return gone;
    }

    /// Tells what names something that goes.
    private record Ids(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
        boolean has(@Nullable FaceId face) {
            return face != null && (faces.contains(face) || photos.contains(face.photo()));
        }

        boolean has(PersonId person) {
            return people.contains(person);
        }

        boolean has(Assertion assertion) {
            return (assertion instanceof Assertion.OfFace ofFace && has(ofFace.face()))
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
