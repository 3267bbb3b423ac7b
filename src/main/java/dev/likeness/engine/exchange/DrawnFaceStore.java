package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;

/// Stores faces that the detector missed, for an import.
@FunctionalInterface
public interface DrawnFaceStore {
    /// Stores the face in a box, unassigned and without an event.
    ///
    /// @param box in pixels of the upright, full-size photo
    /// @return the new face
    /// @throws LikenessException `ALREADY_EXISTS` if a face is there; `INVALID_ARGUMENT` if the box is too small;
    ///     `PHOTO_FILE_MISSING`
    FaceId store(PhotoId photo, Box box);
}
