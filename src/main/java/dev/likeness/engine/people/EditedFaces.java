package dev.likeness.engine.people;

import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.Changes.FaceAssignment;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The faces of a gallery and their assignments as they will be after one edit. Only the faces that the edit
/// refers to are read from the snapshot.
final class EditedFaces {
    private final String gallery;
    private final GallerySnapshot snapshot;
    private final Map<FaceId, StoredFace> stored = new HashMap<>();
    private final Map<FaceId, FaceAssignment> assignments = new LinkedHashMap<>();

    EditedFaces(String gallery, GallerySnapshot snapshot) {
        this.gallery = gallery;
        this.snapshot = snapshot;
    }

    Optional<StoredFace> find(FaceId id) {
        StoredFace known = stored.get(id);
        if (known == null) {
            known = snapshot.face(id).orElse(null);
            if (known != null) {
                stored.put(id, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /// @throws LikenessException `NOT_FOUND`
    StoredFace require(FaceId id) {
        return find(id).orElseThrow(() ->
                new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(gallery, id)));
    }

    Box box(FaceId face) {
        return require(face).face().detection().box();
    }

    /// The faces of a person, ordered by id.
    List<FaceId> of(PersonId person) {
        Set<FaceId> faces = new TreeSet<>();
        snapshot.facesOf(person).forEach(face -> {
            stored.put(face.face().id(), face);
            faces.add(face.face().id());
        });
        assignments.forEach((face, assignment) -> {
            if (person.equals(assignment.person())) {
                faces.add(face);
            } else {
                faces.remove(face);
            }
        });
        return List.copyOf(faces);
    }

    /// The faces of a photo as they are stored, without detections that a user marked as not a face.
    List<StoredFace> inPhoto(PhotoId photo) {
        List<StoredFace> faces = snapshot.faces(snapshot.presentId(photo)).stream()
                .filter(face -> !face.notAFace())
                .toList();
        faces.forEach(face -> stored.putIfAbsent(face.face().id(), face));
        return faces;
    }

    FaceAssignment assignment(FaceId face) {
        FaceAssignment now = assignments.get(face);
        return now == null ? FaceAssignment.of(require(face)) : now;
    }

    /// The person of a face, or null for an unassigned face.
    @Nullable
    PersonId personOf(FaceId face) {
        return assignment(face).person();
    }

    /// Assigns a face to a person; null makes it unassigned.
    ///
    /// @param assignment the reason of the assignment; null until the next clustering
    void assign(FaceId face, @Nullable PersonId person, @Nullable Assignment assignment) {
        require(face);
        assignments.put(face, new FaceAssignment(person, assignment));
    }

    List<Changes.OfFace> changes() {
        List<Changes.OfFace> changes = new ArrayList<>();
        assignments.forEach((face, now) -> {
            FaceAssignment before = FaceAssignment.of(require(face));
            if (!before.equals(now)) {
                changes.add(new Changes.OfFace(face, box(face), before, now));
            }
        });
        return changes;
    }
}
