package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The files to add to a gallery.
///
/// @param gallery the gallery's name; the gallery is created if it does not exist
/// @param roots files, accepted with any name, and directories, searched for photos by extension and content
/// @param within folders that must contain every file after symbolic links are resolved; empty for no
///     restriction
/// @param prune whether to remove paths below `roots` that are gone, and photos with their last path
public record IngestRequest(String gallery, List<Path> roots, List<Path> within, PruneMode prune) {

    public IngestRequest {
        roots = roots.stream().map(root -> UndecodablePath.of(root.toString())).toList();
        within = List.copyOf(within);
        if (roots.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "ingest needs at least one path, got: none");
        }
    }

    /// Creates a request without a restriction on folders.
    public IngestRequest(String gallery, List<Path> roots, boolean prune) {
        this(gallery, roots, List.of(), prune ? PruneMode.CAUTIOUS : PruneMode.NONE);
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
