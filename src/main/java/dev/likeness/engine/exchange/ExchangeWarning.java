package dev.likeness.engine.exchange;

import org.jspecify.annotations.Nullable;

/// A problem in an import or export.
///
/// @param file the photo or sidecar
/// @param name the person's name, if the problem concerns one
/// @param detail description of the problem, one sentence
public record ExchangeWarning(
        Kind kind, String file, @Nullable String name, String detail) {
    /// The kind of a problem.
    public enum Kind {
        /// An imported name contradicts a user's assertion; the assertion stays.
        CONFLICT,
        /// A name matches no face of the gallery.
        UNMATCHED,
        /// A region cannot be parsed.
        MALFORMED,
        /// The regions were drawn on a picture with other proportions.
        CROPPED,
        /// A sidecar or photo cannot be read or written.
        UNREADABLE,
        /// The photo's file has changed since it was added to the gallery.
        CHANGED,
        /// The photo exists at none of its paths.
        MISSING
    }
}
