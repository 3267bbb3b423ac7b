package dev.likeness.index;

import dev.likeness.face.LikenessException;

/// The faces of one collection of photos, all embedded by one model. It is written by one [GalleryWriter] at a time,
/// across processes, and read in [GallerySnapshot]s by any number. Safe for use by several threads.
public interface Gallery {
    String name();

    /// The model whose vectors the gallery holds now.
    ///
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED`, `GALLERY_CORRUPT` or `GALLERY_INCOMPATIBLE` (another
    ///     version's format)
    EmbedderStamp embedder();

    /// The gallery as it is now: the last commit and, if a writer of this gallery is open here, what it has written
    /// since. "Here" is the [GalleryDirectory] this gallery came from; another sees commits only. After a
    /// promotion, snapshots are of the new generation. The caller closes it.
    ///
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED`, `GALLERY_CORRUPT` or `GALLERY_INCOMPATIBLE`
    GallerySnapshot snapshot();

    /// Opens the gallery for writing. The caller closes it.
    ///
    /// @param embedder the model whose vectors are going to be put
    /// @throws LikenessException `GALLERY_INCOMPATIBLE` if the gallery's vectors are another model's,
    ///     `GALLERY_LOCKED` if a writer is open already, here or in another process; `NOT_FOUND`, `IO_FAILED` or
    ///     `GALLERY_CORRUPT`
    GalleryWriter writer(EmbedderStamp embedder);
}
