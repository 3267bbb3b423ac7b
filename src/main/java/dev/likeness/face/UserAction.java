package dev.likeness.face;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user did about people, in one step that can be taken back.
public sealed interface UserAction {

    /// A person is called this, or, with null, nothing any more.
    record Named(PersonId person, @Nullable String name) implements UserAction {}

    /// One face, and not its group, is the person of this name.
    record NamedFace(FaceId face, PersonId person, String name) implements UserAction {}

    /// These people are one; what was known of them goes over to `into`.
    record Merged(List<PersonId> from, PersonId into) implements UserAction {
        public Merged {
            from = List.copyOf(from);
        }
    }

    /// These faces are somebody else: `person`, who is new.
    record Split(
            List<FaceId> faces, PersonId person, @Nullable String name) implements UserAction {
        public Split {
            faces = List.copyOf(faces);
        }
    }

    /// These faces are not whom they stood with but this person.
    record Moved(List<FaceId> faces, PersonId person) implements UserAction {
        public Moved {
            faces = List.copyOf(faces);
        }
    }

    /// Yes, these faces are this person.
    record Confirmed(List<FaceId> faces, PersonId person) implements UserAction {
        public Confirmed {
            faces = List.copyOf(faces);
        }
    }

    /// No, these faces are not this person.
    record Rejected(List<FaceId> faces, PersonId person) implements UserAction {
        public Rejected {
            faces = List.copyOf(faces);
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
    record Hidden(PersonId person) implements UserAction {}

    /// Lists and searches show this person again.
    record Shown(PersonId person) implements UserAction {}

    /// This face stands for the person, or, with null, the best one again.
    record CoverChosen(PersonId person, @Nullable FaceId face) implements UserAction {}

    /// The person was born on this day, or, with null, nobody knows when.
    record BirthDateSet(PersonId person, @Nullable LocalDate date) implements UserAction {}

    /// These are two people, however alike.
    record MarkedDifferent(PersonId one, PersonId other) implements UserAction {}

    /// Nobody says any more that these are two people.
    record UnmarkedDifferent(PersonId one, PersonId other) implements UserAction {}

    /// None of these photos is a copy of another of them.
    record MarkedNotCopies(List<PhotoId> photos) implements UserAction {
        public MarkedNotCopies {
            photos = List.copyOf(photos);
        }
    }

    /// What other programs, or a file, had to say of these many faces.
    ///
    /// @param source what was imported, in words
    /// @param people how many people the faces are of
    record Imported(String source, int faces, int people) implements UserAction {}

    /// What this event did is taken back. Of an event that took something back, it is done again.
    record Undone(long event) implements UserAction {}
}
