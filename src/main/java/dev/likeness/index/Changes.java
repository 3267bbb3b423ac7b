package dev.likeness.index;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that one user action changes, before and after, so that it can be undone exactly.
///
/// @param removed assertions that no longer hold
/// @param added assertions that hold from now on
public record Changes(List<OfFace> faces, List<OfPerson> people, List<Assertion> removed, List<Assertion> added) {
    /// Nothing changes.
    public static final Changes NONE = new Changes(List.of(), List.of(), List.of(), List.of());

    public Changes {
        faces = List.copyOf(faces);
        people = List.copyOf(people);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /// Whether there are no changes.
    public boolean isEmpty() {
        return faces.isEmpty() && people.isEmpty() && removed.isEmpty() && added.isEmpty();
    }

    /// A face whose assignment changes.
    ///
    /// @param box the face's box in its photo, used to find the face again if it gets another id
    public record OfFace(FaceId face, Box box, FaceAssignment before, FaceAssignment after) {}

    /// A person whose data changes; `before` is null for an added person, `after` for a removed one.
    public record OfPerson(
            PersonId person,
            @Nullable Person before,
            @Nullable Person after) {}

    /// The assignment of a face and its reason; see [StoredFace].
    public record FaceAssignment(
            @Nullable PersonId person, @Nullable Assignment assignment) {
        public static FaceAssignment of(StoredFace face) {
            return new FaceAssignment(face.person(), face.assignment());
        }
    }
}
