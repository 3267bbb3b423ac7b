package dev.likeness.engine.duplicates;

import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Locale;

/// Photos of a gallery that are copies of others. Components are keys of the JSON form, in this order.
///
/// @param photos number of photos in the gallery
/// @param withoutFingerprint number of photos without a perceptual fingerprint: as whole photos they are only
///     compared by their ids
/// @param copies by kind, then by photo
public record PhotoCopiesResult(String gallery, int photos, int withoutFingerprint, List<Copy> copies) {
    public PhotoCopiesResult {
        copies = List.copyOf(copies);
    }

    /// How the copy was made.
    public enum Kind {
        /// One photo at several paths. The files may differ in their metadata.
        SAME_PICTURE,
        /// Re-encoded at the same size.
        REENCODED,
        /// Made smaller or larger.
        RESIZED,
        /// Cropped, possibly resized. Only found if the part shows a face.
        CROPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// A photo and a copy of it.
    ///
    /// @param original the photo with more pixels, then more bytes
    /// @param correlation correlation of the pictures, at most 1
    public record Copy(Kind kind, File original, File copy, double correlation) {}

    /// One photo.
    ///
    /// @param paths paths of the photo, sorted. Of one photo at several paths, the original has the first and
    ///     the copy the others
    public record File(PhotoId photo, List<String> paths, int width, int height, long bytes, String format) {
        public File {
            paths = List.copyOf(paths);
        }
    }
}
