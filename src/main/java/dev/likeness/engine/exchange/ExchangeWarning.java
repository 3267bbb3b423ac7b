package dev.likeness.engine.exchange;

import org.jspecify.annotations.Nullable;

/// Something in an import or export that did not go as one might expect.
///
/// @param file the photo or sidecar
/// @param name the person's name, where it is about one
/// @param detail a sentence's worth
public record ExchangeWarning(
        Kind kind, String file, @Nullable String name, String detail) {
    /// What is remarkable.
    public enum Kind {
        /// A name from outside is not what a user has said here; what was said here stays.
        CONFLICT,
        /// A name that belongs to no face of the gallery.
        UNMATCHED,
        /// A region that cannot be understood.
        MALFORMED,
        /// Regions that were drawn on a picture of other proportions.
        CROPPED,
        /// A sidecar or photo that cannot be read or written.
        UNREADABLE,
        /// A photo that is not the one any more that the gallery knows.
        CHANGED,
        /// A photo that is at none of its paths.
        MISSING
    }
}
