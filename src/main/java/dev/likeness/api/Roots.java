package dev.likeness.api;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The folders of the server in which callers may refer to photos by path.
///
/// @param folders real paths, without symbolic links
public record Roots(List<Path> folders) {
    public Roots {
        folders = List.copyOf(folders);
    }

    /// @throws dev.likeness.face.LikenessException `NOT_FOUND` if a folder does not exist
    static Roots of(List<Path> folders) {
        return new Roots(folders.stream()
                .map(folder -> {
                    try {
                        return folder.toRealPath();
                    } catch (IOException e) {
                        throw new dev.likeness.face.LikenessException(
                                dev.likeness.face.ErrorCode.NOT_FOUND, "a root must exist, got: " + folder, e);
                    }
                })
                .distinct()
                .toList());
    }

    /// The real path of a path from a caller, absolute or relative to one of the roots.
    ///
    /// @throws ProblemException 403 `PATH_NOT_ALLOWED` if it is outside all roots or does not exist;
    ///     callers must not learn which
    public Path resolve(String text) {
        try {
            Path named = UndecodablePath.of(text);
            for (Path root : folders) {
                try {
                    // An absolute path stays as it is.
                    Path real = root.resolve(named).toRealPath();
                    if (real.startsWith(root)) {
                        return real;
                    }
                } catch (IOException _) {
                    // Missing or unreadable: treated as outside.
                }
            }
        } catch (InvalidPathException _) {
            // Not a path.
        }
        throw new ProblemException(ProblemCode.PATH_NOT_ALLOWED, "the path must exist below an allowed root");
    }
}
