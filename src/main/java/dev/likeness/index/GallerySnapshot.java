package dev.likeness.index;

import java.util.function.Supplier;

/// A gallery at one point in time. Later writes are not visible, and data that is removed later stays
/// readable until the snapshot is closed. Safe for use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be read.
public interface GallerySnapshot extends PhotoReader, PhotoFinder, PeopleReader, FaceSearcher, AutoCloseable {
    /// The model of the vectors; queries must use the same one.
    EmbedderStamp embedder();

    /// Whether erased data may still have bytes in the gallery's files; see [GalleryWriter#purge].
    boolean isPurgeDue();

    GalleryStatistics statistics();

    /// The number of the next new person; those of all others are smaller.
    long nextPersonId();

    /// Opaque version token; it changes whenever anything in the gallery changes.
    String version();

    /// Opaque version token of the photos and their faces. It changes whenever one of these changes, but not with
    /// people, with the people of faces, or with what users state.
    String photosVersion();

    /// A value that is derived from nothing but this snapshot. It is computed once for all snapshots of a commit,
    /// and kept until the next one.
    ///
    /// @param type names the value, so each kind of value needs a type of its own
    <T> T derived(Class<T> type, Supplier<T> computation);

    @Override
    void close();
}
