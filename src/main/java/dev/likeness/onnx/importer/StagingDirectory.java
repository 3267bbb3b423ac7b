package dev.likeness.onnx.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A hidden subdirectory in which files are created and tested before they are moved into place. Moving them
/// is atomic, and files that a killed process leaves in it do not count as models. Creating a staging
/// directory deletes abandoned ones that are older than an hour.
final class StagingDirectory implements AutoCloseable {
    private static final String PREFIX = ".import-";
    private static final Duration MIN_ABANDONED_AGE = Duration.ofHours(1);

    private final Path path;

    private StagingDirectory(Path path) {
        this.path = path;
    }

    /// Creates a staging directory.
    ///
    /// @param directory directory of the final files; created if it does not exist
    static StagingDirectory createIn(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (entry.getFileName().toString().startsWith(PREFIX)
                        && Files.isDirectory(entry)
                        && Files.getLastModifiedTime(entry)
                                .toInstant()
                                .isBefore(Instant.now().minus(MIN_ABANDONED_AGE))) {
                    delete(entry);
                }
            }
        }
        return new StagingDirectory(Files.createTempDirectory(directory, PREFIX));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
