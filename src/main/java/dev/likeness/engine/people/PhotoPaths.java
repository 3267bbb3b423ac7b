package dev.likeness.engine.people;

import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import org.jspecify.annotations.Nullable;

/// Looks up the paths of photos.
final class PhotoPaths {
    private PhotoPaths() {}

    /// The first path of a photo; null if the gallery no longer has the photo.
    static @Nullable String first(GallerySnapshot snapshot, PhotoId photo) {
        return snapshot.photo(photo).map(stored -> stored.paths().firstKey()).orElse(null);
    }
}
