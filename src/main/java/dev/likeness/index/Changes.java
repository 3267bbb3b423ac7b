package dev.likeness.index;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that one user action changes, each thing as it was and as it is, so that it can be taken back
/// exactly.
///
/// @param removed facts that hold no longer
/// @param added facts that hold from now on
public record Changes(List<OfFace> faces, List<OfPerson> people, List<Assertion> removed, List<Assertion> added) {
    public Changes {
        faces = List.copyOf(faces);
        people = List.copyOf(people);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /// Whether everything stays as it is.
    public boolean isEmpty() {
        return faces.isEmpty() && people.isEmpty() && removed.isEmpty() && added.isEmpty();
    }

    /// A face that goes from one place to another.
    ///
    /// @param box where it is in its photo, by which it is found again should it get another id
    public record OfFace(FaceId face, Box box, FaceAssignment before, FaceAssignment after) {}

    /// A person of whom something else is known than before; null before they came and after they went.
    public record OfPerson(
            PersonId person,
            @Nullable Person before,
            @Nullable Person after) {}

    /// Where a face is, and why; see [CollectionFace].
    public record FaceAssignment(
            @Nullable PersonId person, @Nullable Assignment assignment) {
        public static FaceAssignment of(StoredFace face) {
            return new FaceAssignment(face.person(), face.assignment());
        }
    }
}
