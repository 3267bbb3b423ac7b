package dev.likeness.evaluation.fairness;

import dev.likeness.face.Embedding;
import java.util.List;

/// A person with their groups and faces.
///
/// @param groups the group for each attribute
/// @param photos number of photos that could be read
/// @param faces the faces of those in which one was found
record GroupedPerson(String name, List<String> groups, int photos, List<Embedding> faces) {
    GroupedPerson {
        groups = List.copyOf(groups);
        faces = List.copyOf(faces);
    }

    long matedPhotos() {
        return pairs(photos);
    }

    long matedFaces() {
        return pairs(faces.size());
    }

    private static long pairs(long n) {
        return n * (n - 1) / 2;
    }
}
