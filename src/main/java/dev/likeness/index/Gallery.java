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

    /// A snapshot of the gallery's last commit. It waits for no writer, and shows nothing that a crash could
    /// take back: [GalleryWriter#snapshot] shows what a writer has not committed yet. While another snapshot is
    /// opening the commit that another process has just made, this one may be of the commit before. After a
    /// promotion, snapshots show the new generation. The caller closes the snapshot.
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
