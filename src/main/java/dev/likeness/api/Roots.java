package dev.likeness.api;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The folders of the server below which callers may name photos by their path.
///
/// @param folders real paths, without a symbolic link in them
public record Roots(List<Path> folders) {
    public Roots {
        folders = List.copyOf(folders);
    }

    /// @throws dev.likeness.face.LikenessException `NOT_FOUND` if one is not there
    static Roots of(List<Path> folders) {
        return new Roots(folders.stream()
                .map(folder -> {
                    try {
                        return folder.toRealPath();
                    } catch (IOException e) {
                        throw new dev.likeness.face.LikenessException(
                                dev.likeness.face.ErrorCode.NOT_FOUND, "a root must be there, got: " + folder, e);
                    }
                })
                .distinct()
                .toList());
    }

    /// The real path behind what a caller names, absolute or relative to one of the roots.
    ///
    /// @throws ProblemException 403 `PATH_REFUSED` if it is not below a root or not there: who may
    ///     not look must not learn which
    public Path resolve(String text) {
        try {
            Path named = Path.of(text);
            for (Path root : folders) {
                try {
                    // A relative path is resolved; an absolute one stays what it is.
                    Path real = root.resolve(named).toRealPath();
                    if (real.startsWith(root)) {
                        return real;
                    }
                } catch (IOException _) {
                    // Not there, or not to be seen: as good as outside.
                }
            }
        } catch (InvalidPathException _) {
            // No path at all.
        }
        throw new ProblemException(
                ProblemCode.PATH_NOT_ALLOWED, "a path must lead to something below an allowed root, got another");
    }
}
