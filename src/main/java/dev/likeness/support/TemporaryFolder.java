package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder in the system's directory for temporary files. Closing it deletes it with its content. Files that
/// cannot be deleted are left for the system to remove, because they do not affect a measurement.
public record TemporaryFolder(Path path) implements AutoCloseable {
    /// Creates an empty folder.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be created
    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("likeness-bench-"));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "a temporary folder cannot be created", e);
        }
    }

    @Override
    public void close() {
        try {
            FileTrees.delete(path);
        } catch (IOException _) {
            // Files that cannot be deleted are left; see the class comment.
        }
    }
}
