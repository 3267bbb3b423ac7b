package dev.likeness.engine.contents;

import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.extract.AlignedFace;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds faces that the detector missed, at boxes that users draw. A drawn face stays when its photo is read
/// again, until a detector finds the face, and when its gallery is embedded by another model.
///
/// Undoing the edit marks the face as not a face. A drawn face that is not a face is shown nowhere, but stays
/// stored, so that the edit can be redone without its photo.
public final class FaceDrawing {
    /// Minimum side of a drawn box, in pixels.
    private static final float MIN_SIDE = 8;

    /// Minimum intersection over union of two boxes that show the same face.
    private static final float SAME_FACE = 0.5f;

    private final String name;
    private final Gallery gallery;
    private final PeopleEditor editor;
    private final FaceExtractor extractor;

    public FaceDrawing(String name, Gallery gallery, PeopleEditor editor, FaceExtractor extractor) {
        this.name = name;
        this.gallery = gallery;
        this.editor = editor;
        this.extractor = extractor;
    }

    /// Aligns, embeds and stores the face in a box, and records the edit.
    ///
    /// @param box in pixels of the upright, full-size photo
    /// @param person the name of the person, who is created if necessary; null to leave the face unassigned
    /// @return the edit, with the new face
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the box is not in the photo or too small, or
    ///     for a blank name or one that several people have; `ALREADY_EXISTS` if a face is there;
    ///     `PHOTO_FILE_MISSING`; `GALLERY_LOCKED`
    public EditResult draw(PhotoId photo, Box box, @Nullable String person) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            requireUsable(person, snapshot);
        }
        return editor.draw(store(photo, box), person);
    }

    /// Aligns, embeds and stores the face in a box, and records the edit, which assigns it to this person.
    ///
    /// @param box in pixels of the upright, full-size photo
    /// @return the edit, with the new face
    /// @throws LikenessException as [#draw] does; `NOT_FOUND` also for the person
    public EditResult drawFor(PhotoId photo, Box box, PersonId person) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (snapshot.person(person).isEmpty()) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(name, person));
            }
        }
        return editor.drawFor(store(photo, box), person);
    }

    /// Aligns, embeds and stores the face in a box, unassigned and without an event.
    ///
    /// @param box in pixels of the upright, full-size photo
    /// @return the new face
    /// @throws LikenessException as [#draw] does
    public FaceId store(PhotoId photo, Box box) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            StoredPhoto stored = snapshot.photo(photo)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(name, photo)));
            List<StoredFace> faces = snapshot.faces(stored.id());
            requireFree(box, stored, faces);
            byte[] bytes = OriginalFiles.read(stored)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.PHOTO_FILE_MISSING,
                            "a path of the photo must hold its picture, got none for photo " + photo));
            AlignedFace aligned = extractor.locateDrawn(bytes, stored.orientation(), box);
            FaceId id = idFor(box, stored.id(), faces);
            Face face = new Face(
                    id, aligned.face(), extractor.embed(List.of(aligned.crop())).getFirst());
            put(snapshot, stored, faces, new NewFace(face, aligned.jpeg()));
            return id;
        }
    }

    private void put(GallerySnapshot snapshot, StoredPhoto photo, List<StoredFace> faces, NewFace drawn) {
        List<NewFace> all = new ArrayList<>();
        for (StoredFace face : faces) {
            FaceId id = face.face().id();
            if (id.equals(drawn.face().id())) {
                continue;
            }
            byte[] crop = snapshot.crop(id)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.GALLERY_CORRUPT, "the picture of face " + id + " is missing"));
            all.add(new NewFace(face.face(), crop));
        }
        all.add(drawn);
        try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
            writer.put(photo, all);
        }
    }

    private static void requireFree(Box box, StoredPhoto photo, List<StoredFace> faces) {
        boolean inside =
                box.left() >= 0 && box.top() >= 0 && box.right() <= photo.width() && box.bottom() <= photo.height();
        if (!inside || Math.min(box.width(), box.height()) < MIN_SIDE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a drawn box must lie in the photo of %d × %d pixels and have sides of at least %d, got: %s"
                            .formatted(photo.width(), photo.height(), (int) MIN_SIDE, box));
        }
        faces.stream()
                .filter(face -> !isWithdrawn(face))
                .filter(face -> face.face().detection().box().iou(box) >= SAME_FACE)
                .findFirst()
                .ifPresent(face -> {
                    throw new LikenessException(
                            ErrorCode.ALREADY_EXISTS,
                            "a drawn box must not be around a known face, got that of face "
                                    + face.face().id());
                });
    }

    /// Checks the name before anything is stored.
    private void requireUsable(@Nullable String person, GallerySnapshot snapshot) {
        if (person == null) {
            return;
        }
        String usable = PersonName.of(person);
        long bearers = snapshot.people().stream()
                .filter(known -> usable.equals(known.name()))
                .count();
        if (bearers > 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a name must mean one person of gallery %s, got: \"%s\", the name of %d"
                            .formatted(name, person, bearers));
        }
    }

    private static boolean isWithdrawn(StoredFace face) {
        return face.notAFace() && face.face().id().isDrawn();
    }

    /// The id of a face that was drawn there and taken back, else a new one.
    private static FaceId idFor(Box box, PhotoId photo, List<StoredFace> faces) {
        return faces.stream()
                .filter(face ->
                        isWithdrawn(face) && face.face().detection().box().iou(box) >= SAME_FACE)
                .map(face -> face.face().id())
                .findFirst()
                .orElseGet(() -> new FaceId(
                        photo,
                        faces.stream()
                                .map(face -> face.face().id())
                                .filter(FaceId::isDrawn)
                                .mapToInt(id -> id.ordinal() + 1)
                                .max()
                                .orElse(FaceId.FIRST_DRAWN)));
    }
}
