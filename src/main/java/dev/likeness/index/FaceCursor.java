package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// The face that a pass over a gallery is at. Only what is asked for is read, and no vector. A cursor is valid until
/// the pass moves on; [#summary] is what can be kept.
public interface FaceCursor {
    FaceId face();

    /// Compares the id of this face with another, as [FaceId#compareTo] does. Cheaper than [#face] if a pass compares
    /// most of its faces with the same one.
    int compareId(FaceId other);

    /// The magnitude of the embedding.
    float magnitude();

    /// The face's person; null if unassigned.
    @Nullable
    PersonId person();

    /// The reason for the assignment; null until a clustering or a user has processed the face.
    @Nullable
    Assignment assignment();

    /// When the photo was taken, to the millisecond; null if the photo has no capture time.
    @Nullable
    LocalDateTime captureTime();

    /// Whether a user marked this detection as not a face.
    boolean isNotAFace();

    /// Everything a cursor shows, to keep.
    default FaceSummary summary() {
        return new FaceSummary(face(), magnitude(), person(), assignment(), captureTime());
    }
}
