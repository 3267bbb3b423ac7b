package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import java.time.Instant;

/// A photo on its way into a gallery.
///
/// @param name where it comes from: a path, or `upload:` and a name
/// @param modified when its file was changed last, or when it came
/// @param photo what was seen in it
public record NewPhoto(String name, Instant modified, AnalysedPhoto photo) {
    /// What the name of a photo without a path begins with.
    public static final String UPLOAD = "upload:";

    /// What a name begins with that a caller gave to the photo. It has one at a time; the last one holds.
    public static final String LABEL = "label:";
}
