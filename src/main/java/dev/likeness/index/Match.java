package dev.likeness.index;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import org.jspecify.annotations.Nullable;

/// A face that a search found, with the data that ranking and clustering need; see [StoredFace] for the rest.
///
/// @param cosine cosine of the face and the query, −1 to 1
/// @param magnitude magnitude of the face's embedding
/// @param person the face's person; null if unassigned
public record Match(
        FaceId face,
        float cosine,
        float magnitude,
        @Nullable PersonId person) {}
