package dev.likeness.engine.duplicates;

import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Locale;

/// Photos of a gallery that are copies of others. Components are keys of the JSON form, in this
/// order.
///
/// @param photos how many there are
/// @param withoutFingerprint how many were ingested before thumbnails were kept: as whole photos they are
///     only compared by their bytes
/// @param copies by kind, then by photo
public record PhotoCopiesResult(String gallery, int photos, int withoutFingerprint, List<Copy> copies) {
    public PhotoCopiesResult {
        copies = List.copyOf(copies);
    }

    /// What was done to the original.
    public enum Kind {
        /// Nothing: one photo at several paths.
        SAME_BYTES,
        /// Saved anew in the same size.
        REENCODED,
        /// Made smaller or larger.
        RESIZED,
        /// A part of it, perhaps resized. Only found where the part shows a face.
        CROPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// A photo and a copy of it.
    ///
    /// @param original the one of more pixels, then of more bytes
    /// @param correlation of the pictures, at most 1
    public record Copy(Kind kind, File original, File copy, double correlation) {}

    /// One photo.
    ///
    /// @param paths where these bytes lie, sorted
    public record File(PhotoId photo, List<String> paths, int width, int height, long bytes, String format) {
        public File {
            paths = List.copyOf(paths);
        }
    }
}
