package dev.likeness.engine.contents;

import dev.likeness.extract.AnalysedPhoto;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A photo to add to a gallery.
///
/// @param name the origin of the photo: a path, `upload:` and a name, or `label:` and a name
/// @param modified modification time of its file, or the time of its arrival
/// @param photo the analysed photo
/// @param file keeps the photo's file and returns it: the photo's path instead of `name`; null if there is no
///     file to keep
public record NewPhoto(
        String name,
        Instant modified,
        AnalysedPhoto photo,
        @Nullable Supplier<Path> file) {
    /// Prefix of the name of a photo without a path.
    public static final String UPLOAD = "upload:";

    /// Prefix of a name that a caller gave to the photo. A photo has one such name; a new one replaces it.
    public static final String LABEL = "label:";

    /// A photo whose file nobody needs to keep.
    public NewPhoto(String name, Instant modified, AnalysedPhoto photo) {
        this(name, modified, photo, null);
    }

    /// The photo under the path of its file, if there is one to keep. Called by the writer of the gallery, so
    /// that no purge takes the file for that of a photo that is no more.
    NewPhoto keepFile() {
        return file == null ? this : new NewPhoto(file.get().toString(), modified, photo);
    }

    /// Whether the photo has a file on this machine.
    boolean hasFile() {
        return !name.startsWith(UPLOAD) && !name.startsWith(LABEL);
    }
}
