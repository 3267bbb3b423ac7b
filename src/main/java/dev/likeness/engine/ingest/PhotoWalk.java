package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFormat;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files below some roots that may be photos, each once, sorted by path within a root.
///
/// Directories are searched through symbolic links; a link that leads back into its own path is not followed
/// again. Hidden files and folders (`.name`) are skipped below a root, but a root may itself be hidden.
///
/// @param files absolute, normalised paths with their file system attributes
/// @param unreadable files and folders that could not be read, with the reason
/// @param skipped number of files without an image's extension
record PhotoWalk(Map<Path, BasicFileAttributes> files, List<IngestResult.Unreadable> unreadable, int skipped) {

    /// Whether there is a photo at or below a path.
    boolean hasFiles(Path path) {
        return files.keySet().stream().anyMatch(file -> file.startsWith(path));
    }

    /// Searches the roots.
    ///
    /// @param mayBeAbsent whether a root that does not exist is an empty folder
    /// @throws LikenessException `NOT_FOUND` if a root does not exist, since it must not be confused with an
    ///     empty folder
    static PhotoWalk of(List<Path> roots, boolean mayBeAbsent) {
        Walker walker = new Walker();
        for (Path root : roots) {
            Path absolute = root.toAbsolutePath().normalize();
            if (!Files.exists(absolute)) {
                if (mayBeAbsent) {
                    continue;
                }
                throw new LikenessException(ErrorCode.NOT_FOUND, "a path to ingest must exist, got: " + root);
            }
            walker.walk(absolute);
        }
        Map<Path, BasicFileAttributes> sorted = new LinkedHashMap<>();
        walker.files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return new PhotoWalk(sorted, walker.unreadable, walker.skipped);
    }

    private static final class Walker implements FileVisitor<Path> {
        private final Map<Path, BasicFileAttributes> files = new LinkedHashMap<>();
        private final List<IngestResult.Unreadable> unreadable = new ArrayList<>();
        private Path root = Path.of("");
        private int skipped;

        void walk(Path start) {
            root = start;
            try {
                Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
            } catch (IOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "cannot search " + start, e);
            }
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (file.equals(root) || ImageFormat.hasImageExtension(file)) {
                files.put(file, attributes);
            } else {
                skipped++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // In a loop, the directory has been or is being searched at its own path.
            if (!(failure instanceof FileSystemLoopException)) {
                unreadable.add(new IngestResult.Unreadable(file, ErrorCode.IO_FAILED, RegularFile.reason(failure)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (failure != null) {
                unreadable.add(new IngestResult.Unreadable(
                        directory, ErrorCode.IO_FAILED, "cannot be listed completely: " + failure.getMessage()));
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isHidden(Path path) {
            Path name = path.getFileName();
            return !path.equals(root) && name != null && name.toString().startsWith(".");
        }
    }
}
