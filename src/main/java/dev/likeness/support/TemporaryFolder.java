package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder of the system's for temporary files, which goes with all it holds when it is closed. What cannot be
/// deleted then is left for the system to clear away: a measurement is not worth less for it.
public record TemporaryFolder(Path path) implements AutoCloseable {
    /// Creates an empty folder.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be made
    public static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("likeness-bench-"));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "a temporary folder must be made, and cannot be", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // See above.
        }
    }
}
