package dev.likeness.face;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A user action on people: one step that can be undone.
public sealed interface UserAction {
    /// The people that the action names; the person it is mainly about comes first.
    default List<PersonId> people() {
        return List.of();
    }

    /// The faces that the action names.
    default List<FaceId> faces() {
        return List.of();
    }

    /// The photos that the action names directly and not through a face.
    default List<PhotoId> photos() {
        return List.of();
    }

    /// The person that the action is mainly about, such as the new person of a split; null if it names none.
    default @Nullable PersonId subject() {
        return people().isEmpty() ? null : people().getFirst();
    }

    /// The name that the action gives; null if it gives none.
    default @Nullable String name() {
        return null;
    }

    /// The actions that this one consists of; most consist of themselves.
    default List<UserAction> parts() {
        return List.of(this);
    }

    /// A change of the data of one person.
    sealed interface PersonChange extends UserAction
            permits Named, Hidden, Shown, CoverChosen, BirthDateSet, ExternalIdSet {
        PersonId person();
    }

    /// Sets a person's name; null removes it.
    record Named(PersonId person, @Nullable String name) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Assigns one face, without its cluster, to the person of this name.
    record NamedFace(FaceId face, PersonId person, String name) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public List<FaceId> faces() {
            return List.of(face);
        }
    }

    /// Merges people into `into`, which takes over their data.
    record Merged(List<PersonId> from, PersonId into) implements UserAction {
        public Merged {
            from = List.copyOf(from);
        }

        @Override
        public List<PersonId> people() {
            return Stream.concat(Stream.of(into), from.stream()).toList();
        }
    }

    /// Moves these faces to `person`, a new person.
    record Split(
            List<FaceId> faces, PersonId person, @Nullable String name) implements UserAction {
        public Split {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Moves these faces from their current people to this person.
    record Moved(List<FaceId> faces, PersonId person) implements UserAction {
        public Moved {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Confirms that these faces are this person.
    record Confirmed(List<FaceId> faces, PersonId person) implements UserAction {
        public Confirmed {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Rejects this person for these faces.
    record Rejected(List<FaceId> faces, PersonId person) implements UserAction {
        public Rejected {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Marks these detections as not a face.
    record MarkedNotAFace(List<FaceId> faces) implements UserAction {
        public MarkedNotAFace {
            faces = List.copyOf(faces);
        }
    }

    /// Unmarks these detections: they are faces.
    record UnmarkedNotAFace(List<FaceId> faces) implements UserAction {
        public UnmarkedNotAFace {
            faces = List.copyOf(faces);
        }
    }

    /// Retracts all assertions about these faces.
    record Retracted(List<FaceId> faces) implements UserAction {
        public Retracted {
            faces = List.copyOf(faces);
        }
    }

    /// Hides this person from lists and searches.
    record Hidden(PersonId person) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Shows this person in lists and searches again.
    record Shown(PersonId person) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Hides several people from lists and searches.
    record HiddenPeople(List<PersonId> people) implements UserAction {
        public HiddenPeople {
            people = List.copyOf(people);
        }
    }

    /// Shows several people in lists and searches again.
    record ShownPeople(List<PersonId> people) implements UserAction {
        public ShownPeople {
            people = List.copyOf(people);
        }
    }

    /// Chooses the person's cover face; null selects the best face again.
    record CoverChosen(PersonId person, @Nullable FaceId face) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public List<FaceId> faces() {
            return face == null ? List.of() : List.of(face);
        }
    }

    /// Sets the person's date of birth; null removes it.
    record BirthDateSet(PersonId person, @Nullable LocalDate date) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Sets the person's id in another system; null removes it.
    record ExternalIdSet(PersonId person, @Nullable String externalId) implements PersonChange {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Marks two people as different, however similar they are.
    record MarkedDifferent(PersonId one, PersonId other) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(one, other);
        }
    }

    /// Unmarks two people as different.
    record UnmarkedDifferent(PersonId one, PersonId other) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(one, other);
        }
    }

    /// Marks these photos as not being copies of each other.
    record MarkedNotCopies(List<PhotoId> photos) implements UserAction {
        public MarkedNotCopies {
            photos = List.copyOf(photos);
        }
    }

    /// Draws the box of a face that the detector missed, and assigns the face to a person, if one is given.
    record Drawn(FaceId face, @Nullable PersonId person) implements UserAction {
        @Override
        public List<PersonId> people() {
            return person == null ? List.of() : List.of(person);
        }

        @Override
        public List<FaceId> faces() {
            return List.of(face);
        }
    }

    /// Several actions that are one edit, such as a merge with a new name for the person.
    ///
    /// @param parts at least two; none is combined itself, an import or an undo
    record Combined(List<UserAction> parts) implements UserAction {
        public Combined {
            parts = List.copyOf(parts);
            if (parts.size() < 2
                    || parts.stream()
                            .anyMatch(part ->
                                    part instanceof Combined || part instanceof Imported || part instanceof Undone)) {
                throw new IllegalArgumentException("a combined action must have several parts, got: " + parts);
            }
        }

        /// One action of these: the only one, or all combined.
        ///
        /// @param actions at least one
        public static UserAction of(List<? extends UserAction> actions) {
            return actions.size() == 1 ? actions.getFirst() : new Combined(List.copyOf(actions));
        }

        @Override
        public @Nullable String name() {
            for (UserAction part : parts) {
                if (part.name() != null) {
                    return part.name();
                }
            }
            return null;
        }

        @Override
        public List<PersonId> people() {
            return parts.stream()
                    .flatMap(part -> part.people().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<FaceId> faces() {
            return parts.stream()
                    .flatMap(part -> part.faces().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<PhotoId> photos() {
            return parts.stream()
                    .flatMap(part -> part.photos().stream())
                    .distinct()
                    .toList();
        }
    }

    /// Imports people from another program or from a file.
    ///
    /// @param source what was imported, in words
    /// @param peopleCount the number of people that the faces belong to
    record Imported(String source, int faceCount, int peopleCount) implements UserAction {}

    /// Undoes this event. Undoing an undo redoes the original event.
    record Undone(long event) implements UserAction {}
}
