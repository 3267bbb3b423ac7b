package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of something a user said.
///
/// @param event its number, by which it stands in the history; null if everything was so already, and
///     nothing was written
/// @param description what was done, in words
/// @param person whom it was mostly about, such as the new person of a split; null if nobody
/// @param faces those that changed their place
public record EditResult(
        @Nullable Long event, String description, @Nullable PersonId person, List<FaceId> faces) {
    public EditResult {
        faces = List.copyOf(faces);
    }
}
