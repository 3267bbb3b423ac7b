package dev.likeness.index;

import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stored photo that becomes another one with everything that was said about its faces: its id changes, its
/// picture is turned, or both. If the gallery has the other photo already, the two become one.
///
/// This is a class and not a record because it holds an array.
public final class PhotoMove {
    private final PhotoId from;
    private final StoredPhoto to;
    private final PictureTurn turn;
    private final List<NewFace> added;
    private final boolean searched;
    private final byte @Nullable [] preview;
    private final @Nullable Map<String, Instant> left;

    private PhotoMove(
            PhotoId from,
            StoredPhoto to,
            PictureTurn turn,
            List<NewFace> added,
            boolean searched,
            byte @Nullable [] preview,
            @Nullable Map<String, Instant> left) {
        this.from = from;
        this.to = to;
        this.turn = turn;
        this.added = List.copyOf(added);
        this.searched = searched;
        this.preview = preview == null ? null : preview.clone();
        this.left = left == null ? null : Map.copyOf(left);
    }

    /// A photo that is known under another id, such as that of its picture instead of that of its file.
    ///
    /// @param from its id so far
    /// @param to the photo under its new id
    public static PhotoMove renamed(PhotoId from, StoredPhoto to) {
        return new PhotoMove(from, to, PictureTurn.NONE, List.of(), false, null, null);
    }

    /// A photo whose picture is turned, or replaced by the same picture coded in another way.
    ///
    /// @param from its id so far
    /// @param to the photo as it is now
    /// @param turn where the faces of the earlier picture are in it
    public static PhotoMove turned(PhotoId from, StoredPhoto to, PictureTurn turn) {
        return new PhotoMove(from, to, turn, List.of(), false, null, null);
    }

    /// The same move with the faces that are found in the picture now. One that overlaps a face of the photo
    /// by at least 0.5, or has its centre in that face's box and the other way round, is that face, and only
    /// gives it a better embedding; the others are new.
    ///
    /// @param faces with any ordinals; the photo's own faces keep theirs
    public PhotoMove withAddedFaces(List<NewFace> faces) {
        return new PhotoMove(from, to, turn, faces, searched, preview, left);
    }

    /// The same move of a picture that was searched again: a face of nobody, about which nothing was said,
    /// goes unless it is among the added ones. It may have been found only because the picture stood on its
    /// head.
    public PhotoMove searched() {
        return new PhotoMove(from, to, turn, added, true, preview, left);
    }

    /// The same move with a preview of the picture as it is now, as JPEG.
    public PhotoMove withPreview(byte @Nullable [] jpeg) {
        return new PhotoMove(from, to, turn, added, searched, jpeg, left);
    }

    /// The same move of a photo that has other files: it stays with these paths, and what was said about its
    /// faces is said about those of the other photo, too.
    public PhotoMove leaving(Map<String, Instant> paths) {
        return new PhotoMove(from, to, turn, added, searched, preview, paths);
    }

    public PhotoId from() {
        return from;
    }

    public StoredPhoto to() {
        return to;
    }

    public PictureTurn turn() {
        return turn;
    }

    public List<NewFace> added() {
        return added;
    }

    public boolean isSearched() {
        return searched;
    }

    /// A copy of the preview's bytes; null to keep the stored one.
    public byte @Nullable [] preview() {
        return preview == null ? null : preview.clone();
    }

    /// The paths with which the photo stays; null if it goes.
    public @Nullable Map<String, Instant> left() {
        return left;
    }
}
