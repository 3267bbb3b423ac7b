package dev.likeness.engine;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;

/// What to bring into a gallery.
///
/// @param gallery its name; it is made if there is none
/// @param roots files, taken whatever their name, and directories, searched for files with an image's extension
/// @param prune whether paths below `roots` that are gone are forgotten, and photos with their last path
public record IngestRequest(String gallery, List<Path> roots, boolean prune) {

    public IngestRequest {
        roots = List.copyOf(roots);
        if (roots.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "ingest needs at least one path, got: none");
        }
    }
}
