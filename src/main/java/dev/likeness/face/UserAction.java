package dev.likeness.face;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a user did about people, in one step that can be taken back.
public sealed interface UserAction {
    /// The people that the action names, the one it is mainly about first.
    default List<PersonId> people() {
        return List.of();
    }

    /// The faces that the action names.
    default List<FaceId> faces() {
        return List.of();
    }

    /// The photos that the action names by themselves, not by a face.
    default List<PhotoId> photos() {
        return List.of();
    }

    /// The person that the action is mainly about, such as the new person of a split; null if it names none.
    default @Nullable PersonId subject() {
        return people().isEmpty() ? null : people().getFirst();
    }

    /// A person is called this, or, with null, nothing any more.
    record Named(PersonId person, @Nullable String name) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// One face, and not its group, is the person of this name.
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

    /// These people are one; what was known of them goes over to `into`.
    record Merged(List<PersonId> from, PersonId into) implements UserAction {
        public Merged {
            from = List.copyOf(from);
        }

        @Override
        public List<PersonId> people() {
            return Stream.concat(Stream.of(into), from.stream()).toList();
        }
    }

    /// These faces are somebody else: `person`, who is new.
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

    /// These faces are not whom they stood with but this person.
    record Moved(List<FaceId> faces, PersonId person) implements UserAction {
        public Moved {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Yes, these faces are this person.
    record Confirmed(List<FaceId> faces, PersonId person) implements UserAction {
        public Confirmed {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// No, these faces are not this person.
    record Rejected(List<FaceId> faces, PersonId person) implements UserAction {
        public Rejected {
            faces = List.copyOf(faces);
        }

        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// These are no faces.
    record MarkedNotAFace(List<FaceId> faces) implements UserAction {
        public MarkedNotAFace {
            faces = List.copyOf(faces);
        }
    }

    /// These are faces after all.
    record UnmarkedNotAFace(List<FaceId> faces) implements UserAction {
        public UnmarkedNotAFace {
            faces = List.copyOf(faces);
        }
    }

    /// Nothing is said of these faces any more.
    record Retracted(List<FaceId> faces) implements UserAction {
        public Retracted {
            faces = List.copyOf(faces);
        }
    }

    /// Lists and searches leave this person out.
    record Hidden(PersonId person) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// Lists and searches show this person again.
    record Shown(PersonId person) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// This face stands for the person, or, with null, the best one again.
    record CoverChosen(PersonId person, @Nullable FaceId face) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }

        @Override
        public List<FaceId> faces() {
            return face == null ? List.of() : List.of(face);
        }
    }

    /// The person was born on this day, or, with null, nobody knows when.
    record BirthDateSet(PersonId person, @Nullable LocalDate date) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(person);
        }
    }

    /// These are two people, however alike.
    record MarkedDifferent(PersonId one, PersonId other) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(one, other);
        }
    }

    /// Nobody says any more that these are two people.
    record UnmarkedDifferent(PersonId one, PersonId other) implements UserAction {
        @Override
        public List<PersonId> people() {
            return List.of(one, other);
        }
    }

    /// None of these photos is a copy of another of them.
    record MarkedNotCopies(List<PhotoId> photos) implements UserAction {
        public MarkedNotCopies {
            photos = List.copyOf(photos);
        }
    }

    /// What other programs, or a file, had to say of these many faces.
    ///
    /// @param source what was imported, in words
    /// @param peopleCount how many people the faces are of
    record Imported(String source, int faceCount, int peopleCount) implements UserAction {}

    /// What this event did is taken back. Of an event that took something back, it is done again.
    record Undone(long event) implements UserAction {}
}
