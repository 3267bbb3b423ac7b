package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.face.PictureTurn;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredPhoto;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What becomes of a stored photo when one of its files is read again: the picture is the same, and the
/// metadata are those of the file. If the file states another orientation, the faces move with the picture and
/// keep what was said about them, and faces that are found only in the turned picture are added.
public final class PhotoRenewal {
    private final StoredPhoto before;
    private final StoredPhoto after;
    private final PictureTurn turn;

    private PhotoRenewal(StoredPhoto before, StoredPhoto after, PictureTurn turn) {
        this.before = before;
        this.after = after;
        this.turn = turn;
    }

    /// The renewal of a photo.
    ///
    /// @param before the photo as it is stored
    /// @param named the photo with its present id, paths and files
    /// @param metadata what the file states whose metadata count
    /// @param bytes size of that file
    public static PhotoRenewal of(StoredPhoto before, StoredPhoto named, PhotoMetadata metadata, long bytes) {
        StoredPhoto after = named.withMetadata(metadata, bytes);
        Orientation now = Objects.requireNonNull(after.orientation());
        Orientation known = before.orientation() == null ? now : before.orientation();
        return new PhotoRenewal(before, after, PictureTurn.between(known, now, before.width(), before.height()));
    }

    /// A photo that a user turns. Its file and its metadata stay.
    ///
    /// @param known how it is turned so far
    static PhotoRenewal turned(StoredPhoto before, PhotoOrientation known, PhotoOrientation after) {
        return new PhotoRenewal(
                before,
                before.turned(known, after),
                PictureTurn.between(known.total(), after.total(), before.width(), before.height()));
    }

    /// Whether the picture is turned.
    public boolean isTurned() {
        return !turn.isNone();
    }

    /// The photo as it is now.
    public StoredPhoto after() {
        return after;
    }

    /// Writes the photo as it is now. The caller commits.
    ///
    /// @param analysed finds the faces of the turned picture; empty if it cannot be read. Called only for a
    ///     picture
    ///     that is turned
    /// @param hasFile whether the gallery keeps a preview of the photo
    public void write(GalleryWriter writer, Supplier<Optional<AnalysedPhoto>> analysed, boolean hasFile) {
        if (isTurned()) {
            // The file's word counts here, whatever the faces show.
            Optional<AnalysedPhoto> found =
                    analysed.get().map(photo -> photo.turned(Objects.requireNonNull(after.turns())));
            writeTurned(
                    writer,
                    found.map(PhotoAdder::faces).orElse(List.of()),
                    hasFile ? found.map(AnalysedPhoto::preview).orElse(null) : null,
                    found.isPresent());
        } else if (!before.id().equals(after.id())) {
            writer.move(List.of(PhotoMove.renamed(before.id(), after)));
        } else if (!before.equals(after)) {
            writer.update(after);
        }
    }

    /// Writes a photo whose picture is turned.
    ///
    /// @param faces faces of the turned picture
    void writeTurned(GalleryWriter writer, List<NewFace> faces, byte @Nullable [] preview) {
        writeTurned(writer, faces, preview, false);
    }

    /// @param areAll whether nothing else was found in the turned picture
    private void writeTurned(GalleryWriter writer, List<NewFace> faces, byte @Nullable [] preview, boolean areAll) {
        // A photo that lost a face for ever has no fingerprint, and must not get the face back.
        boolean mayShowFaces = before.fingerprint() != null;
        PhotoMove move = PhotoMove.turned(before.id(), after, turn)
                .withAddedFaces(mayShowFaces ? faces : List.of())
                .withPreview(mayShowFaces ? preview : null);
        writer.move(List.of(mayShowFaces && areAll ? move.searched() : move));
    }
}
