package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// A face in a gallery. It does not include the quality, which calibration derives from the embedding's
/// magnitude.
///
/// @param person the face's person; null if unassigned
/// @param assignment the reason for the assignment; null until the face is processed after it was added or
///     moved
/// @param notAFace whether a user marked this detection as not a face: searches ignore it, and it has no
///     person
/// @param captureTime when the photo was taken, to the millisecond; null if the photo has no capture time
public record StoredFace(
        Face face,
        @Nullable PersonId person,
        @Nullable Assignment assignment,
        boolean notAFace,
        @Nullable LocalDateTime captureTime) {}
