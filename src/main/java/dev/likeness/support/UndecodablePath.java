package dev.likeness.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Finds files by the texts of paths that cannot be decoded. A name that is not in the system's encoding, such
/// as an old one in Latin-1, is a text with U+FFFD in place of its bytes, and that text names no file.
public final class UndecodablePath {
    private static final char REPLACEMENT = '\uFFFD';

    private UndecodablePath() {}

    /// Whether a text may stand for other bytes.
    public static boolean isPossible(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    /// The path with this text. If there is no such file, it is the first one that reads so.
    ///
    /// @throws InvalidPathException if the text can be no path
    public static Path of(String text) {
        Path plain = Path.of(text);
        if (!isPossible(text) || !plain.isAbsolute() || Files.exists(plain)) {
            return plain;
        }
        Path found = Objects.requireNonNull(plain.getRoot());
        for (Path name : plain) {
            Path next = found.resolve(name);
            boolean isLost = isPossible(name.toString()) && !Files.exists(next);
            found = isLost ? entry(found, name.toString()).orElse(next) : next;
        }
        return found;
    }

    private static Optional<Path> entry(Path folder, String name) {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, entry -> name.equals(String.valueOf(entry.getFileName())))) {
            for (Path entry : entries) {
                return Optional.of(entry);
            }
        } catch (IOException _) {
            // As good as gone.
        }
        return Optional.empty();
    }
}
