package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of an edit.
///
/// @param event the number of its event in the history; null if the edit changed nothing and nothing was
///     written
/// @param original the number of the edit that an undo or redo refers to; null for an edit
/// @param description the edit as a sentence without its subject, such as `merged #2 into Ada (#1)`
/// @param person the person that the edit was mainly about, such as the new person of a split; null if there
///     is no such person
/// @param faces the faces whose assignment changed
public record EditResult(
        @Nullable Long event,
        @Nullable Long original,
        String description,
        @Nullable PersonId person,
        List<FaceId> faces) {
    public EditResult {
        faces = List.copyOf(faces);
    }
}
