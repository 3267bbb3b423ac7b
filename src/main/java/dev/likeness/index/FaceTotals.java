package dev.likeness.index;

import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// What the faces of one person add up to. Faces marked as not a face do not count.
///
/// @param faces number of faces, at least 1
/// @param photos number of photos that show the person
/// @param lastSeen the latest capture time of the photos, to the millisecond; null if none has one
/// @param maxMagnitude the greatest magnitude of the faces
/// @param facesFingerprint the sum of [dev.likeness.face.PersonProfile#faceFingerprint] over the faces
public record FaceTotals(
        PersonId person,
        int faces,
        int photos,
        @Nullable LocalDateTime lastSeen,
        float maxMagnitude,
        long facesFingerprint) {}
