package dev.likeness.index;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a check of a gallery's files found. Components are keys of the JSON form.
///
/// @param problem what is wrong with the gallery; null if it is sound
/// @param live the live generation; null if that is not certain
/// @param repairWith the generation that a repair makes the live one; null if there is nothing to repair, or
///     no generation is certain to hold the gallery
/// @param findings what is wrong in the live generation and in the gallery's other files, at most 200
/// @param omittedFindings how many more there are
/// @param notes what is unusual and no damage
public record GalleryCheck(
        String gallery,
        @Nullable String problem,
        @Nullable Integer live,
        @Nullable Integer repairWith,
        List<Generation> generations,
        List<Finding> findings,
        int omittedFindings,
        List<String> notes) {
    /// One index of the gallery.
    ///
    /// @param stage `building`, `complete` or `live`; null if its commits do not say so
    /// @param written when it was last written, in whole seconds; null, as all counts are 0, if it cannot be
    ///     read
    /// @param problem what is wrong with it; null if it is whole
    public record Generation(
            int number,
            @Nullable String stage,
            @Nullable String embedder,
            @Nullable Instant written,
            int photos,
            int faces,
            int people,
            @Nullable String problem) {}

    /// One thing that is wrong.
    ///
    /// @param where the file, or the photo, face, person, assertion or edit
    /// @param problem what is wrong with it
    /// @param repair what a repair does with it, and what it keeps
    public record Finding(String where, String problem, String repair) {
        /// The finding as one line.
        @Override
        public String toString() {
            return "%s: %s; repair %s".formatted(where, problem, repair);
        }
    }

    public GalleryCheck {
        generations = List.copyOf(generations);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /// Whether nothing is wrong.
    public boolean isSound() {
        return problem == null && findings.isEmpty();
    }
}
