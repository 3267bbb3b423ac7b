package dev.likeness.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds photos by who is on them, when they were taken and where their files are. Safe for use by several
/// threads.
///
/// Every method throws [dev.likeness.face.LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be
/// read.
public interface PhotoFinder {
    /// The photos that pass the filter, in this order.
    ///
    /// @param after only photos that follow this place; null to start at the first
    /// @param limit maximum number of photos, at least 1
    FoundPhotos findPhotos(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit);

    /// A part of the photos that pass a filter.
    ///
    /// @param count how many pass it in all
    record FoundPhotos(List<PhotoPosition> photos, int count) {
        public FoundPhotos {
            photos = List.copyOf(photos);
        }
    }
}
