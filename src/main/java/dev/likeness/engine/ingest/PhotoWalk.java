package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files below some roots that may be photos, each once, sorted by path within a root.
///
/// Directories are searched through symbolic links; a link that leads back into its own path is not followed
/// again. What [Exclusions] leaves out below a root is not searched, but a root may itself be such a folder.
///
/// @param files absolute, normalised paths with their file system attributes
/// @param unreadable files and folders that could not be read, with the reason
/// @param companions number of files that show the same shot as one of `files`
/// @param notRead pictures and videos of formats that are not read
/// @param leftOut what was left out on purpose, by reason
/// @param skipped number of other files
record PhotoWalk(
        Map<Path, BasicFileAttributes> files,
        List<IngestResult.Unreadable> unreadable,
        int companions,
        List<NotRead> notRead,
        List<LeftOut> leftOut,
        int skipped) {

    /// Whether there is a photo at or below a path.
    boolean hasFiles(Path path) {
        return files.keySet().stream().anyMatch(file -> file.startsWith(path));
    }

    /// Searches the roots.
    ///
    /// @param exclude patterns of what is left out, relative to each root
    /// @param mayBeAbsent whether a root that does not exist is an empty folder
    /// @throws LikenessException `NOT_FOUND` if a root does not exist, since it must not be confused with an
    ///     empty folder
    static PhotoWalk of(List<Path> roots, List<String> exclude, boolean mayBeAbsent) {
        Walker walker = new Walker(new Exclusions(exclude));
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
        int companions = walker.removeCompanions();
        Map<Path, BasicFileAttributes> sorted = new LinkedHashMap<>();
        walker.files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return new PhotoWalk(
                sorted, walker.unreadable, companions, walker.notRead(), walker.exclusions.leftOut(), walker.skipped);
    }

    private static final class Walker implements FileVisitor<Path> {
        private final Map<Path, BasicFileAttributes> files = new LinkedHashMap<>();
        private final List<IngestResult.Unreadable> unreadable = new ArrayList<>();
        private final Map<Path, String> notReadFiles = new HashMap<>();
        private final Set<Path> roots = new HashSet<>();
        private Path root = Path.of("");
        private final Exclusions exclusions;
        private int skipped;

        Walker(Exclusions exclusions) {
            this.exclusions = exclusions;
        }

        void walk(Path start) {
            root = start;
            try {
                exclusions.begin(start);
            } catch (IOException e) {
                // What the user wants to be left out there is not known.
                unreadable.add(new IngestResult.Unreadable(start, ErrorCode.IO_FAILED, RegularFile.reason(e)));
                return;
            }
            try {
                Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
            } catch (IOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "cannot search " + start, e);
            }
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            try {
                return exclusions.leavesOutFolder(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            } catch (IOException e) {
                // What the user wants to be left out there is not known.
                unreadable.add(new IngestResult.Unreadable(
                        directory.resolve(Exclusions.IGNORE_FILE), ErrorCode.IO_FAILED, RegularFile.reason(e)));
                return FileVisitResult.SKIP_SUBTREE;
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (exclusions.leavesOutFile(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (file.equals(root)) {
                roots.add(file);
            }
            if (file.equals(root) || ImageFormat.hasImageExtension(file)) {
                files.put(file, attributes);
                return FileVisitResult.CONTINUE;
            }
            switch (OtherFiles.of(file)) {
                case OtherFiles.Kind.Photo() -> files.put(file, attributes);
                case OtherFiles.Kind.NotRead(String kind) -> notReadFiles.put(file, kind);
                case OtherFiles.Kind.Other() -> skipped++;
            }
            return FileVisitResult.CONTINUE;
        }

        /// Removes the files that show the same shot as another one, unless they are roots; returns how many.
        int removeCompanions() {
            Companions companions = new Companions(files.keySet());
            int before = files.size() + notReadFiles.size();
            files.keySet().removeIf(file -> !roots.contains(file) && companions.isCompanion(file));
            notReadFiles.keySet().removeIf(companions::isCompanion);
            return before - files.size() - notReadFiles.size();
        }

        List<NotRead> notRead() {
            Map<String, Integer> counts = new TreeMap<>();
            notReadFiles.values().forEach(kind -> counts.merge(kind, 1, Integer::sum));
            return counts.entrySet().stream()
                    .map(kind -> new NotRead(kind.getKey(), kind.getValue(), null))
                    .toList();
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
            exclusions.leave(directory);
            if (failure != null) {
                unreadable.add(new IngestResult.Unreadable(
                        directory, ErrorCode.IO_FAILED, "cannot be listed completely: " + failure.getMessage()));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
