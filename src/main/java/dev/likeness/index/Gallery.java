package dev.likeness.index;

import dev.likeness.face.LikenessException;

/// The faces of one collection of photos, all embedded by one model. One [GalleryWriter] at a time, across
/// processes, writes to a gallery; any number of [GallerySnapshot]s read it. Safe for use by several threads.
public interface Gallery {
    String name();

    /// The model of the vectors that the gallery holds now.
    ///
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED`, `GALLERY_CORRUPT` or `GALLERY_INCOMPATIBLE`
    ///     (another version's format)
    EmbedderStamp embedder();

    /// A snapshot of the gallery now: the last commit and, if a writer of this gallery is open here, its
    /// uncommitted changes. "Here" is the gallery directory that returned this gallery; another one shows
    /// only commits. After a promotion, snapshots show the new generation. The caller closes the snapshot.
    ///
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED`, `GALLERY_CORRUPT` or `GALLERY_INCOMPATIBLE`
    GallerySnapshot snapshot();

    /// Opens the gallery for writing. The caller closes the writer.
    ///
    /// @param embedder the model of the vectors to write
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if the gallery's vectors are another model's,
    ///     `GALLERY_LOCKED` if a writer is open already, here or in another process; `NOT_FOUND`, `IO_FAILED`
    ///     or `GALLERY_CORRUPT`
    GalleryWriter writer(EmbedderStamp embedder);
}
