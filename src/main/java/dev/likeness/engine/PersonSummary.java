package dev.likeness.engine;

import dev.likeness.face.FaceId;
import dev.likeness.face.IdentityId;
import org.jspecify.annotations.Nullable;

/// One person of a gallery, at a glance.
///
/// @param faces how many faces are theirs
/// @param photos in how many photos they are seen
/// @param cover their face of the greatest magnitude
/// @param coverPath a path of the cover's photo, or null if it has none left
public record PersonSummary(
        IdentityId identity,
        @Nullable String name,
        int faces,
        int photos,
        FaceId cover,
        @Nullable String coverPath) {}
