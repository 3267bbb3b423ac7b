package dev.likeness.engine.ingest;

import dev.likeness.face.PhotoId;
import java.nio.file.Path;
import java.util.List;

/// A photo whose file shows another one now, and about which users said something.
///
/// @param paths where it was
/// @param said what users said, such as `Ada`, `not Ada`, `cover of Ada`, `not a face`
public record RetainedPhoto(PhotoId photo, List<Path> paths, List<String> said) {
    public RetainedPhoto {
        paths = List.copyOf(paths);
        said = List.copyOf(said);
    }
}
