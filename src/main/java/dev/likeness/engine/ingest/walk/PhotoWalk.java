package dev.likeness.engine.ingest.walk;

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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files below some roots that may be photos, each once, sorted by path within a root.
///
/// Directories are searched through symbolic links; a link that leads back into its own path is not followed
/// again. What [Exclusions] leaves out below a root is not searched, but a root may itself be such a folder.
///
/// @param files absolute, normalised paths with their file system attributes
/// @param unsearched files and folders that could not be read, with the reason
/// @param companions files that show the same shot as one of `files`, with that file
/// @param notRead pictures and videos of formats that are not read
/// @param leftOut what was left out on purpose, by reason
/// @param skipped number of files that are no pictures
/// @param others what became of everything that is not among `files`
/// @param found number of files, links and folders that were found; folders that were searched do not count
public record PhotoWalk(
        Map<Path, BasicFileAttributes> files,
        List<Unsearched> unsearched,
        Map<Path, Path> companions,
        List<NotRead> notRead,
        List<LeftOut> leftOut,
        int skipped,
        Map<FileOutcome, Integer> others,
        int found) {

    /// Whether there is a photo at or below a path.
    public boolean hasFiles(Path path) {
        return files.keySet().stream().anyMatch(file -> file.startsWith(path));
    }

    /// Searches the roots.
    ///
    /// @param exclude patterns of what is left out, relative to each root
    /// @param mayBeAbsent whether a root that does not exist is an empty folder
    /// @throws LikenessException `NOT_FOUND` if a root does not exist, since it must not be confused with an
    ///     empty folder
    public static PhotoWalk of(List<Path> roots, List<String> exclude, boolean mayBeAbsent) {
        List<Path> absolute =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        Walker walker = new Walker(new Exclusions(exclude), Set.copyOf(absolute));
        for (Path root : absolute) {
            if (Files.exists(root)) {
                walker.walk(root);
            } else if (!mayBeAbsent) {
                throw new LikenessException(ErrorCode.NOT_FOUND, "a path to ingest must exist, got: " + root);
            }
        }
        return walker.result();
    }

    private static final class Walker implements FileVisitor<Path> {
        private final Exclusions exclusions;
        private final Set<Path> roots;
        private Path root = Path.of("");
        private final Set<Path> found = new HashSet<>();
        private final Map<Path, BasicFileAttributes> files = new HashMap<>();
        private final List<Unsearched> unsearched = new ArrayList<>();
        private final Map<Path, String> notRead = new HashMap<>();
        private final Map<Path, LeftOut.Reason> leftOut = new HashMap<>();
        private final Map<Path, FileOutcome> others = new HashMap<>();

        Walker(Exclusions exclusions, Set<Path> roots) {
            this.exclusions = exclusions;
            this.roots = roots;
        }

        void walk(Path start) {
            root = start;
            try {
                exclusions.begin(start);
            } catch (IOException e) {
                // What the user wants to be left out there is not known.
                unsearched.add(new Unsearched(start, RegularFile.reason(e)));
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
            if (!directory.equals(root) && roots.contains(directory)) {
                return FileVisitResult.SKIP_SUBTREE; // It is searched as a root.
            }
            try {
                Optional<LeftOut.Reason> reason = exclusions.enter(directory);
                if (reason.isEmpty()) {
                    return FileVisitResult.CONTINUE;
                }
                found.add(directory);
                leftOut.put(directory, reason.get());
            } catch (IOException e) {
                // What the user wants to be left out there is not known.
                fail(directory, directory.resolve(Exclusions.IGNORE_FILE), RegularFile.reason(e));
            }
            return FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean isOtherRoot = !file.equals(root) && roots.contains(file);
            if (isOtherRoot || !found.add(file)) {
                return FileVisitResult.CONTINUE;
            }
            Optional<LeftOut.Reason> reason = exclusions.ofFile(file);
            if (reason.isPresent()) {
                leftOut.put(file, reason.get());
            } else if (file.equals(root) || ImageFormat.hasImageExtension(file)) {
                files.put(file, attributes);
            } else if (attributes.isOther()) {
                others.put(file, FileOutcome.SPECIAL_FILE);
            } else if (attributes.isSymbolicLink()) {
                others.put(file, FileOutcome.NOT_SEARCHED); // Other links are followed.
            } else {
                switch (OtherFiles.of(file)) {
                    case OtherFiles.Kind.Photo() -> files.put(file, attributes);
                    case OtherFiles.Kind.NotRead(String kind) -> notRead.put(file, kind);
                    case OtherFiles.Kind.Sidecar() -> others.put(file, FileOutcome.SIDECAR);
                    case OtherFiles.Kind.Other() -> others.put(file, FileOutcome.NOT_A_PICTURE);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (failure instanceof FileSystemLoopException) {
                // The directory has been or is being searched at its own path.
                found.add(file);
                others.put(file, FileOutcome.LOOP);
            } else {
                fail(file, file, RegularFile.reason(failure));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            exclusions.leave(directory);
            if (failure != null) {
                fail(directory, directory, "cannot be listed completely: " + failure.getMessage());
            }
            return FileVisitResult.CONTINUE;
        }

        /// @param place what could not be looked at
        /// @param file what could not be read
        private void fail(Path place, Path file, String reason) {
            found.add(place);
            others.put(place, FileOutcome.NOT_SEARCHED);
            unsearched.add(new Unsearched(file, reason));
        }

        PhotoWalk result() {
            Map<Path, Path> companions = removeCompanions();
            countTakeoutFiles();
            Map<Path, BasicFileAttributes> sorted = new LinkedHashMap<>();
            files.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            Map<FileOutcome, Integer> counts = new EnumMap<>(FileOutcome.class);
            others.values().forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
            int skipped =
                    counts.getOrDefault(FileOutcome.NOT_A_PICTURE, 0) + counts.getOrDefault(FileOutcome.SIDECAR, 0);
            counts.put(FileOutcome.COMPANION, companions.size());
            counts.put(FileOutcome.NOT_READ, notRead.size());
            counts.put(FileOutcome.LEFT_OUT, leftOut.size());
            return new PhotoWalk(
                    sorted, unsearched, companions, notRead(), LeftOut.of(leftOut), skipped, counts, found.size());
        }

        /// Removes the files that show the same shot as another one, unless they are roots.
        private Map<Path, Path> removeCompanions() {
            Companions companions = new Companions(files.keySet());
            Map<Path, Path> all = new TreeMap<>();
            Stream.concat(files.keySet().stream().filter(file -> !roots.contains(file)), notRead.keySet().stream())
                    .forEach(file -> companions.photo(file).ifPresent(photo -> all.put(file, photo)));
            files.keySet().removeAll(all.keySet());
            notRead.keySet().removeAll(all.keySet());
            return all;
        }

        /// The JSON files of Google Takeout are known by the photos beside them.
        private void countTakeoutFiles() {
            boolean hasJson = others.keySet().stream()
                    .anyMatch(file -> ImageFormat.extension(file).equals("json"));
            if (hasJson) {
                for (Path photo : files.keySet()) {
                    CaptureTimes.takeoutFiles(photo)
                            .forEach(file -> others.computeIfPresent(file, (_, _) -> FileOutcome.SIDECAR));
                }
            }
        }

        private List<NotRead> notRead() {
            Map<String, Integer> counts = new TreeMap<>();
            notRead.values().forEach(kind -> counts.merge(kind, 1, Integer::sum));
            return counts.entrySet().stream()
                    .map(kind -> new NotRead(kind.getKey(), kind.getValue(), null))
                    .toList();
        }
    }
}
