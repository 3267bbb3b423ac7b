package dev.likeness.index;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import org.jspecify.annotations.Nullable;

/// One face found, with what ranking and grouping need of it; [GallerySnapshot#face(FaceId)] tells the rest.
///
/// @param cosine of the face and the query, −1 to 1
/// @param magnitude of the face's embedding
/// @param person whose face it is held to be; null if nobody's yet
public record Match(
        FaceId face,
        float cosine,
        float magnitude,
        @Nullable PersonId person) {}
