package dev.likeness.engine.contents;

import dev.likeness.extract.FaceExtractor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredPhoto;
import dev.likeness.scoring.MatchScorer;
import java.util.Optional;

/// Turns photos as users say. What they say holds, whatever the faces show or the file states later. The
/// faces move with the picture and keep what was said about them; the photo is searched again the right way
/// up, faces that are found only then are added, and faces of nobody that are not found any more go.
public final class PhotoTurning {
    private final String name;
    private final Gallery gallery;
    private final FaceExtractor extractor;
    private final MatchScorer scorer;

    public PhotoTurning(String name, Gallery gallery, FaceExtractor extractor, MatchScorer scorer) {
        this.name = name;
        this.gallery = gallery;
        this.extractor = extractor;
        this.scorer = scorer;
    }

    /// Shows a photo turned by so many degrees beyond what its file states.
    ///
    /// @param degrees 0, 90, 180 or 270, clockwise
    /// @return the photo as it is now
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` for another number; `PHOTO_FILE_MISSING`;
    ///     `GALLERY_LOCKED`; the errors of the image reader
    public PhotoDetails turn(PhotoId photo, int degrees) {
        Orientation turn = PhotoOrientation.turn(degrees);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            StoredPhoto stored = stored(snapshot, photo);
            byte[] bytes = OriginalFiles.read(stored)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.PHOTO_FILE_MISSING,
                            "a path of the photo must hold its picture, got none for photo " + photo));
            PhotoOrientation known = stored.turns() == null
                    ? PhotoOrientation.of(extractor.open(bytes).orientation())
                    : stored.turns();
            PhotoOrientation after = new PhotoOrientation(known.stated(), turn, true);
            if (!after.equals(stored.turns())) {
                write(PhotoRenewal.turned(stored, known, after), bytes, after, snapshot, stored);
            }
        }
        return details(photo);
    }

    /// Shows a photo turned by so many degrees more than it is shown now.
    ///
    /// @param degrees 90, 180 or 270, clockwise
    /// @return as [#turn] does
    /// @throws LikenessException as [#turn] does
    public PhotoDetails turnBy(PhotoId photo, int degrees) {
        Orientation more = PhotoOrientation.turn(degrees);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            PhotoOrientation known = stored(snapshot, photo).turns();
            Orientation now = known == null ? Orientation.UPRIGHT : known.found();
            return turn(photo, new PhotoOrientation(Orientation.UPRIGHT, now.then(more)).degrees());
        }
    }

    private void write(
            PhotoRenewal renewal, byte[] bytes, PhotoOrientation after, GallerySnapshot before, StoredPhoto stored) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
            renewal.write(
                    writer,
                    () -> Optional.of(extractor.analyseTurned(bytes, after)),
                    before.preview(stored.id()).isPresent());
        }
    }

    private StoredPhoto stored(GallerySnapshot snapshot, PhotoId photo) {
        return snapshot.photo(photo)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(name, photo)));
    }

    private PhotoDetails details(PhotoId photo) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return PhotoDetails.of(snapshot, stored(snapshot, photo), scorer);
        }
    }
}
