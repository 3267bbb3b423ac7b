package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import java.time.Instant;

/// A photo to add to a gallery.
///
/// @param name the origin of the photo: a path, `upload:` and a name, or `label:` and a name
/// @param modified modification time of its file, or the time of its arrival
/// @param photo the analysed photo
public record NewPhoto(String name, Instant modified, AnalysedPhoto photo) {
    /// Prefix of the name of a photo without a path.
    public static final String UPLOAD = "upload:";

    /// Prefix of a name that a caller gave to the photo. A photo has one such name; a new one replaces it.
    public static final String LABEL = "label:";

    /// Whether the photo has a file on this machine.
    boolean hasFile() {
        return !name.startsWith(UPLOAD) && !name.startsWith(LABEL);
    }
}
