package dev.likeness.index.lucene;

import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.WriterState;
import dev.likeness.index.lucene.people.FaceRematcher;
import dev.likeness.index.lucene.people.PeopleWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.jspecify.annotations.Nullable;

/// Writes photos with their faces. The methods have the contracts of their namesakes in [GalleryWriter]. Only
/// [#add] may run in parallel with itself; the caller runs every other method with exclusive access to the
/// index.
final class PhotoWriter {
    private final String gallery;
    private final WriterState state;
    private final PeopleWriter people;

    PhotoWriter(String gallery, WriterState state, PeopleWriter people) {
        this.gallery = gallery;
        this.state = state;
        this.people = people;
    }

    /// Checks the faces of a photo.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a face is of another photo, two have one id, or a
    ///     vector's dimension is not this one
    void check(StoredPhoto photo, List<NewFace> faces, int dimension) {
        Set<FaceId> ids = new HashSet<>();
        for (NewFace newFace : faces) {
            FaceId id = newFace.face().id();
            if (!id.photo().equals(photo.id())) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be of the photo it is put with, %s, got: %s".formatted(photo.id(), id));
            }
            if (!ids.add(id)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a face id must be put once in a photo, got twice: " + id);
            }
            int actual = newFace.face().embedding().direction().dimension();
            if (actual != dimension) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face of gallery %s must have dimension %d, got: %d for face %s"
                                .formatted(gallery, dimension, actual, id));
            }
        }
    }

    /// Whether the gallery has neither the photo nor assertions about its faces from an earlier time.
    boolean isNew(PhotoId photo) throws IOException {
        GallerySnapshot now = state.lookup(photo);
        return now.photo(photo).isEmpty() && now.assertionsOf(photo).isEmpty();
    }

    /// Adds a new photo.
    void add(StoredPhoto photo, List<NewFace> faces, byte @Nullable [] preview) throws IOException {
        replaceDocuments(photo, faces, preview, face -> GalleryDocuments.face(face, photo.capturedAt()));
    }

    /// Replaces a photo whose faces may have people or assertions. A new face takes them over from the old
    /// face that it matches.
    void replace(StoredPhoto photo, List<NewFace> detected, byte @Nullable [] preview) throws IOException {
        GallerySnapshot now = state.lookup(photo.id());
        List<NewFace> faces = withDrawnFaces(detected, now, photo.id());
        var rematcher = new FaceRematcher(
                now.faces(photo.id()),
                now.assertionsOf(photo.id()),
                faces.stream().map(NewFace::face).toList(),
                person -> now.person(person).isPresent());
        for (Assertion.FaceAssertion assertion : rematcher.rebound()) {
            people.putAssertion(assertion);
        }
        for (Assertion.FaceAssertion assertion : rematcher.obsolete()) {
            people.removeAssertion(assertion);
        }
        replaceDocuments(
                photo,
                faces,
                preview == null ? now.preview(photo.id()).orElse(null) : preview,
                face -> GalleryDocuments.face(
                        rematcher.stored(face.face(), face.person(), photo.capturedAt()), face.crop()));
    }

    /// The new faces and those that users drew, except where a new face is the same.
    private static List<NewFace> withDrawnFaces(List<NewFace> detected, GallerySnapshot now, PhotoId photo) {
        List<NewFace> all = new ArrayList<>(detected);
        for (StoredFace old : now.faces(photo)) {
            Face face = old.face();
            boolean isThere = detected.stream()
                    .anyMatch(one -> one.face().id().equals(face.id())
                            || one.face().detection().box().iou(face.detection().box()) >= FaceRematcher.MIN_OVERLAP);
            if (face.id().isDrawn() && !isThere) {
                now.crop(face.id()).ifPresent(crop -> all.add(new NewFace(face, crop)));
            }
        }
        return all;
    }

    private void replaceDocuments(
            StoredPhoto photo, List<NewFace> faces, byte @Nullable [] preview, Function<NewFace, Document> toDocument)
            throws IOException {
        List<Document> documents = new ArrayList<>();
        documents.add(GalleryDocuments.photo(photo, faces.isEmpty()));
        faces.forEach(face -> documents.add(toDocument.apply(face)));
        if (preview != null) {
            documents.add(GalleryDocuments.preview(photo.id(), preview));
        }
        state.markChanged(photo.id());
        state.index().updateDocuments(GalleryDocuments.partOf(photo.id()), documents);
    }

    void setPaths(PhotoId id, Map<String, Instant> paths) throws IOException {
        GallerySnapshot now = state.lookup(id);
        StoredPhoto photo = now.photo(id)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, id)));
        boolean faceless = now.faces(id).isEmpty();
        state.markChanged(id);
        state.index()
                .updateDocument(
                        GalleryDocuments.photoTerm(id), GalleryDocuments.photo(photo.withPaths(paths), faceless));
    }

    void update(StoredPhoto photo) throws IOException {
        PhotoId id = photo.id();
        GallerySnapshot now = state.lookup(id);
        StoredPhoto before = now.photo(id)
                .filter(stored -> stored.id().equals(id))
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, id)));
        List<StoredFace> faces = now.faces(id);
        state.markChanged(id);
        if (!Objects.equals(before.captureTime(), photo.captureTime())) {
            for (StoredFace face : faces) {
                FaceId faceId = face.face().id();
                StoredFace dated = new StoredFace(
                        face.face(), face.person(), face.assignment(), face.notAFace(), photo.capturedAt());
                state.index()
                        .updateDocument(
                                GalleryDocuments.faceTerm(faceId),
                                GalleryDocuments.face(dated, now.crop(faceId).orElse(null)));
            }
        }
        state.index().updateDocument(GalleryDocuments.photoTerm(id), GalleryDocuments.photo(photo, faces.isEmpty()));
    }

    /// Moves photos in as few steps as possible: in one step, no photo both moves and is what another one
    /// becomes.
    void move(List<PhotoMove> moves) throws IOException {
        List<PhotoMove> step = new ArrayList<>();
        Set<PhotoId> sources = new HashSet<>();
        Set<PhotoId> targets = new HashSet<>();
        for (PhotoMove move : moves) {
            PhotoId to = move.to().id();
            if (sources.contains(move.from()) || targets.contains(move.from()) || sources.contains(to)) {
                new PhotoMover(state, people).move(step);
                step.clear();
                sources.clear();
                targets.clear();
            }
            step.add(move);
            sources.add(move.from());
            targets.add(to);
        }
        new PhotoMover(state, people).move(step);
    }

    void remove(PhotoId photo) throws IOException {
        rememberPeople(photo);
        state.markChanged(photo);
        state.index().deleteDocuments(GalleryDocuments.partOf(photo));
    }

    /// Stores implicit assertions for the known people in a photo, for faces without an assertion about their
    /// person. They apply when the photo returns.
    private void rememberPeople(PhotoId photo) throws IOException {
        GallerySnapshot now = state.lookup(photo);
        Set<FaceId> asserted = new HashSet<>();
        for (Assertion assertion : now.assertionsOf(photo)) {
            if (assertion instanceof Assertion.Assigned assigned) {
                asserted.add(assigned.face());
            }
        }
        for (StoredFace face : now.faces(photo)) {
            PersonId person = face.person();
            if (person != null
                    && now.person(person).filter(Person::hasUserData).isPresent()
                    && !asserted.contains(face.face().id())) {
                people.putAssertion(implicitAssertion(face, person));
            }
        }
    }

    private static Assertion implicitAssertion(StoredFace face, PersonId person) {
        return new Assertion.Assigned(
                face.face().id(), face.face().detection().box(), person, false, Assertion.NO_EVENT);
    }
}
