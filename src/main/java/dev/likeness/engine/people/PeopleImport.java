package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All people data of one import, to be recorded as one action.
///
/// @param source where the data comes from, for the history
/// @param notFaces detections that a user marked as not a face
/// @param different pairs of people, by their indices in `people`, that a user marked as different
/// @param drawn faces that users drew, stored for this import
public record PeopleImport(
        String source, List<Person> people, List<FaceId> notFaces, List<Different> different, List<FaceId> drawn) {
    public PeopleImport {
        people = List.copyOf(people);
        notFaces = List.copyOf(notFaces);
        different = List.copyOf(different);
        drawn = List.copyOf(drawn);
    }

    public boolean isEmpty() {
        return people.isEmpty() && notFaces.isEmpty() && different.isEmpty() && drawn.isEmpty();
    }

    /// The data of one person.
    ///
    /// @param existing the person in the gallery; null for a new person
    /// @param name the name of a new person; otherwise the person's existing name, or null
    /// @param confirmed faces that a user confirmed
    /// @param assigned faces that an algorithm assigned
    /// @param rejected faces that a user rejected for this person
    /// @param hidden true to hide the person, false to change nothing
    /// @param cover the cover face; null to change nothing
    /// @param birthDate the date of birth; null to change nothing
    /// @param externalId the id in another system; null to change nothing
    public record Person(
            @Nullable PersonId existing,
            @Nullable String name,
            List<FaceId> confirmed,
            List<FaceId> assigned,
            List<FaceId> rejected,
            boolean hidden,
            @Nullable FaceId cover,
            @Nullable LocalDate birthDate,
            @Nullable String externalId) {
        public Person {
            confirmed = List.copyOf(confirmed);
            assigned = List.copyOf(assigned);
            rejected = List.copyOf(rejected);
        }
    }

    /// Two different people, by index.
    public record Different(int one, int other) {}
}
