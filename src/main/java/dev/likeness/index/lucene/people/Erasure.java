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
/// An event that names an erased person is erased with its undo. One that names an erased face or photo loses that part
/// and can still be undone; it is erased if nothing else is left of it. People who were merged into an erased person
/// are
/// erased too, because their names and faces belong to that person.
///
/// @param faces faces to erase, including those of `photos`
/// @param photosLosingFaces photos that stay but lose a face
/// @param events events to erase, by number
/// @param reduced what is left of events that stay but lose a part
/// @param peopleLosingCover people who stay but lose the cover that a user chose
/// @param peopleLosingAllFaces people whose profile refers to an erased face
record Erasure(
        Set<PhotoId> photos,
        Set<FaceId> faces,
        Set<PhotoId> photosLosingFaces,
        Set<PersonId> people,
        List<Assertion> assertions,
        Set<Long> events,
        List<Edit> reduced,
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
        var erased = new ErasedIds(photos, faces, people);
        Set<Long> erasedEvents = erased(erased, events, now);
        return new Erasure(
                photos,
                faces,
                photosLosingFaces,
                people,
                now.assertions().stream().filter(erased::has).toList(),
                erasedEvents,
                reduced(erased, erasedEvents, events, now),
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

    /// The events that are erased: those that name an erased person or of which nothing would be left, and their undos.
    private static Set<Long> erased(ErasedIds ids, Map<Long, PeopleEvent> events, GallerySnapshot now) {
        Set<Long> numbers = new HashSet<>();
        events.forEach((number, event) -> {
            if (ids.remains(event, changes(number, now)).isEmpty()) {
                numbers.add(number);
            }
        });
        // An undo may be undone, too: what is erased spreads down to the first event, then up to the last undo.
        for (PeopleEvent event : List.copyOf(events.values()).reversed()) {
            if (numbers.contains(event.number()) && event.action() instanceof UserAction.Undone(long target)) {
                numbers.add(target);
            }
        }
        events.forEach((number, event) -> {
            if (event.action() instanceof UserAction.Undone(long target) && numbers.contains(target)) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    /// What is left of the other events that name an erased face or photo.
    private static List<Edit> reduced(
            ErasedIds ids, Set<Long> erased, Map<Long, PeopleEvent> events, GallerySnapshot now) {
        List<Edit> reduced = new ArrayList<>();
        events.forEach((number, event) -> {
            Changes changes = changes(number, now);
            if (!erased.contains(number) && (ids.has(event.action()) || ids.has(changes))) {
                ids.remains(event, changes).ifPresent(reduced::add);
            }
        });
        return reduced;
    }

    private static Changes changes(long event, GallerySnapshot now) {
        return now.changes(event).orElse(Changes.NONE);
    }

    /// An event with what it changed.
    record Edit(PeopleEvent event, Changes changes) {}
}
