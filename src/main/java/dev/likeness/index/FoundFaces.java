package dev.likeness.index;

import java.util.List;

/// The result of a search with what an answer shows of each face, and its cost; see [SearchHits].
public record FoundFaces(List<FoundFace> faces, long visited, boolean exact) {
    public FoundFaces {
        faces = List.copyOf(faces);
    }
}
