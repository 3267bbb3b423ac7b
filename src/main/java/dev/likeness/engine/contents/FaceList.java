package dev.likeness.engine.contents;

import java.util.List;

/// Part of a list of faces.
///
/// @param count number of faces of the whole list
public record FaceList(int count, List<FaceDetails> faces) {
    public FaceList {
        faces = List.copyOf(faces);
    }
}
