package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that one import says about people, to be recorded as one action.
///
/// @param source where it comes from, for the history
/// @param notFaces what a user said is no face
/// @param different pairs of people, by their places in `people`, that a user said are two
public record PeopleImport(String source, List<Person> people, List<FaceId> notFaces, List<Different> different) {
    public PeopleImport {
        people = List.copyOf(people);
        notFaces = List.copyOf(notFaces);
        different = List.copyOf(different);
    }

    public boolean isEmpty() {
        return people.isEmpty() && notFaces.isEmpty() && different.isEmpty();
    }

    /// One person's part.
    ///
    /// @param existing who it is in the gallery; null for somebody new
    /// @param name for somebody new; else theirs already, or null
    /// @param confirmed faces that a user says are theirs
    /// @param assigned faces that are theirs as an algorithm had it
    /// @param rejected faces that a user says are not theirs
    /// @param hidden true to hide them, false to leave that as it is
    /// @param cover null to leave it as it is
    /// @param birthDate null to leave it as it is
    public record Person(
            @Nullable PersonId existing,
            @Nullable String name,
            List<FaceId> confirmed,
            List<FaceId> assigned,
            List<FaceId> rejected,
            boolean hidden,
            @Nullable FaceId cover,
            @Nullable LocalDate birthDate) {
        public Person {
            confirmed = List.copyOf(confirmed);
            assigned = List.copyOf(assigned);
            rejected = List.copyOf(rejected);
        }
    }

    /// Two who are not one.
    public record Different(int one, int other) {}
}
