package dev.likeness.evaluation.data;

import dev.likeness.face.PhotoId;
import dev.likeness.index.StoredFace;
import org.jspecify.annotations.Nullable;

/// A label's face ([PhotoLabels#faceChoice()]).
///
/// @param face null if no face was found in the photo
public record LabelledFace(
        String person, PhotoId photo, @Nullable StoredFace face) {}
