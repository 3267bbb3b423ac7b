package dev.likeness.engine.contents;

import dev.likeness.face.FaceId;
import java.util.List;

/// Part of a list of faces.
///
/// @param count number of faces of the whole list
public record FaceList(int count, List<FaceDetails> faces) {
    /// The last face of a page. The face need not exist any more.
    public record Place(FaceId face, float magnitude) {}

    public FaceList {
        faces = List.copyOf(faces);
    }
}
