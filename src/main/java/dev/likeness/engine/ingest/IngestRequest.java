package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What to bring into a gallery.
///
/// @param gallery its name; it is made if there is none
/// @param roots files, taken whatever their name, and directories, searched for files with an image's extension
/// @param within folders that no file may lie outside of once symbolic links are followed; empty
///     for anywhere
/// @param prune whether paths below `roots` that are gone are forgotten, and photos with their last path
public record IngestRequest(String gallery, List<Path> roots, List<Path> within, boolean prune) {

    public IngestRequest {
        roots = List.copyOf(roots);
        within = List.copyOf(within);
        if (roots.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "ingest needs at least one path, got: none");
        }
    }

    /// Files from anywhere.
    public IngestRequest(String gallery, List<Path> roots, boolean prune) {
        this(gallery, roots, List.of(), prune);
    }

    /// Whether a file may be read.
    boolean allows(Path file) {
        if (within.isEmpty()) {
            return true;
        }
        try {
            Path real = file.toRealPath();
            return within.stream().anyMatch(real::startsWith);
        } catch (IOException _) {
            return false;
        }
    }
}
