package dev.likeness.engine.people;

import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of one person.
///
/// @param faces by face id
/// @param rejected faces that a user said are not theirs, as far as they are there
/// @param different people whom a user said this is not
public record PersonDetails(
        PersonListItem summary, List<PersonFace> faces, List<FaceId> rejected, List<PersonId> different) {
    public PersonDetails {
        faces = List.copyOf(faces);
        rejected = List.copyOf(rejected);
        different = List.copyOf(different);
    }

    /// One of their faces.
    ///
    /// @param path one of its photo's, or null if it has none left
    /// @param box in pixels of the upright, full-size photo
    /// @param quality 0 to 100
    /// @param reason why it is theirs; null if it came after the last grouping
    /// @param margin how far the next best person is behind, in nats; null if there is none
    /// @param confirmed whether a user pointed at this face
    public record PersonFace(
            FaceId face,
            @Nullable String path,
            Box box,
            int quality,
            @Nullable String reason,
            @Nullable Float margin,
            boolean confirmed) {}
}
