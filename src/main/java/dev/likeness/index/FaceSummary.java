package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// The person, quality and capture time of a face: a [StoredFace] without the parts that are slow to read.
///
/// @param magnitude the magnitude of the embedding
/// @param person the face's person; null if unassigned
/// @param assignment the reason for the assignment; null until a clustering or a user has processed the face
/// @param captureTime when the photo was taken, to the millisecond; null if the photo has no capture time
public record FaceSummary(
        FaceId face,
        float magnitude,
        @Nullable PersonId person,
        @Nullable Assignment assignment,
        @Nullable LocalDateTime captureTime) {}
