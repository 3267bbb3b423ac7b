package dev.likeness.engine.review;

import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.Template;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The faces of a person, or one unassigned face, as the review queue compares them.
///
/// @param fingerprint sum of [PersonProfile#faceFingerprint] over the faces
/// @param clearest the clearest faces, clearest first, at most six
record ReviewedPerson(Template template, int faces, long fingerprint, List<FaceId> clearest) {
    static final int SHOWN_FACES = 6;

    ReviewedPerson {
        clearest = List.copyOf(clearest);
    }

    /// @param faces at least one
    static ReviewedPerson of(List<Face> faces) {
        List<Embedding> embeddings = faces.stream().map(Face::embedding).toList();
        long fingerprint = 0;
        for (Face face : faces) {
            fingerprint +=
                    PersonProfile.faceFingerprint(face.id(), face.embedding().magnitude());
        }
        return new ReviewedPerson(
                Template.of(embeddings),
                faces.size(),
                fingerprint,
                faces.stream()
                        .sorted(Comparator.comparingDouble(
                                        (Face face) -> -face.embedding().magnitude())
                                .thenComparing(Face::id))
                        .limit(SHOWN_FACES)
                        .map(Face::id)
                        .toList());
    }

    /// Reads the faces of these people.
    static Map<PersonId, ReviewedPerson> read(GallerySnapshot snapshot, Set<PersonId> people) {
        Map<PersonId, List<Face>> faces = new HashMap<>();
        for (StoredFace stored : snapshot.facesOf(people)) {
            PersonId person = stored.person();
            if (person != null && !stored.notAFace()) {
                faces.computeIfAbsent(person, _ -> new ArrayList<>()).add(stored.face());
            }
        }
        Map<PersonId, ReviewedPerson> read = new HashMap<>();
        faces.forEach((person, ofPerson) -> read.put(person, of(ofPerson)));
        return read;
    }
}
