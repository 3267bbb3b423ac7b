package dev.likeness.engine.relations;

import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How the people of a gallery relate to each other. Every method reads the gallery as it is when the method
/// is called.
public final class PersonRelations {
    private final Gallery gallery;

    public PersonRelations(Gallery gallery) {
        this.gallery = gallery;
    }

    /// The people who appear in the same photos as this person, with the number of these photos.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public Map<PersonId, Integer> together(PersonId person) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Set<PhotoId> photos = facesOf(snapshot, person).stream()
                    .map(face -> face.face().id().photo())
                    .collect(Collectors.toSet());
            Map<PersonId, Integer> together = new HashMap<>();
            for (PhotoId photo : photos) {
                Set<PersonId> others = new HashSet<>();
                for (StoredFace face : snapshot.faces(photo)) {
                    PersonId other = face.person();
                    if (other != null && !other.equals(person)) {
                        others.add(other);
                    }
                }
                others.forEach(other -> together.merge(other, 1, Integer::sum));
            }
            return together;
        }
    }

    /// A face that is more similar to the selected faces than to the person's other faces.
    ///
    /// @param selected cosine similarity of the face to the selected faces
    /// @param rest cosine similarity of the face to the person's other faces, without the face itself
    public record SimilarFace(FaceId face, float selected, float rest) {}

    /// The faces of the person that would go along with the selected ones if these were split off: they are
    /// more similar to the selected faces than to the others. Faces that a user confirmed for the person
    /// stay.
    ///
    /// @return the most similar first
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if `selected` is empty or has a face that is
    ///     not the person's
    public List<SimilarFace> splitPreview(PersonId person, List<FaceId> selected) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Map<Boolean, List<StoredFace>> parts = facesOf(snapshot, person).stream()
                    .collect(Collectors.partitioningBy(
                            face -> selected.contains(face.face().id())));
            List<StoredFace> chosen = parts.getOrDefault(true, List.of());
            List<StoredFace> others = parts.getOrDefault(false, List.of());
            if (chosen.isEmpty() || chosen.size() != Set.copyOf(selected).size()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "at least one face must be named, and each must be a face of person %s".formatted(person));
            }
            Set<FaceId> confirmed = confirmed(snapshot, person);
            FaceSum ofChosen = FaceSum.of(chosen);
            FaceSum ofOthers = FaceSum.of(others);
            return others.stream()
                    .filter(face -> !confirmed.contains(face.face().id()))
                    .map(face -> new SimilarFace(
                            face.face().id(),
                            ofChosen.similarity(face),
                            ofOthers.without(face).similarity(face)))
                    .filter(face -> face.selected() > face.rest())
                    .sorted(Comparator.comparingDouble(SimilarFace::selected).reversed())
                    .toList();
        }
    }

    /// What the surroundings of a photo say for the person of a face that is not clear itself: another photo of
    /// the same moment that shows this person, and somebody in this photo who is often with them.
    ///
    /// @return empty if they say nothing, or there is no such face
    public Optional<FaceContext> context(FaceId face) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new FaceContexts(snapshot).ofFace(face);
        }
    }

    /// The contexts of a photo's faces.
    ///
    /// @return by face; faces without a context are left out
    public Map<FaceId, FaceContext> contexts(PhotoId photo) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new FaceContexts(snapshot).ofPhoto(photo);
        }
    }

    /// The contexts of a person's faces. Takes longer than reading the faces: all photos of the person are
    /// read for it.
    ///
    /// @return by face; faces without a context are left out
    /// @throws LikenessException `NOT_FOUND`
    public Map<FaceId, FaceContext> contexts(PersonId person) {
        Map<PersonId, Integer> together = together(person);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new FaceContexts(snapshot).ofPerson(person, together);
        }
    }

    private static Set<FaceId> confirmed(GallerySnapshot snapshot, PersonId person) {
        return snapshot.assertionsOf(person).stream()
                .filter(Assertion.Assigned.class::isInstance)
                .map(Assertion.Assigned.class::cast)
                .filter(Assertion.Assigned::confirmed)
                .map(Assertion.Assigned::face)
                .collect(Collectors.toSet());
    }

    private List<StoredFace> facesOf(GallerySnapshot snapshot, PersonId person) {
        if (snapshot.person(person).isEmpty()) {
            throw new LikenessException(
                    ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(gallery.name(), person));
        }
        return snapshot.facesOf(person);
    }
}
