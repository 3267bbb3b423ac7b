package dev.likeness.engine.backup;

import dev.likeness.engine.backup.encryption.RepositoryHeader;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.ProcessLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the files of a folder of backups lie: `objects/ab/<hash>` and `backups/<gallery>/<id>`.
record BackupFolder(Path path) {
    static final String LOCK = "lock";
    static final String OBJECTS = "objects";
    static final String BACKUPS = "backups";

    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern GALLERY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /// Whether it is, or was, a folder of backups.
    boolean isRepository() {
        return RepositoryHeader.isIn(path) || Files.isDirectory(path.resolve(OBJECTS));
    }

    /// Whether nothing is in it but what a backup that was killed at its begin left.
    boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.allMatch(entry -> AtomicFile.isUnfinished(entry) || entry.endsWith(LOCK));
        }
    }

    /// Lets one backup at a time write.
    ///
    /// @throws LikenessException `GALLERY_LOCKED` if another one does
    ProcessLock lock() throws IOException {
        return ProcessLock.take(path.resolve(LOCK))
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.GALLERY_LOCKED,
                        "another backup is being written to %s; try again when it has ended".formatted(path)));
    }

    /// The file with this name.
    ///
    /// @param name 64 hex digits
    Path object(String name) {
        return path.resolve(OBJECTS).resolve(name.substring(0, 2)).resolve(name);
    }

    /// The file that lists what a backup holds.
    Path list(BackupId backup) {
        return path.resolve(BACKUPS).resolve(backup.gallery()).resolve(backup.id());
    }

    /// Makes the folders of a file.
    void prepare(Path file) throws IOException {
        for (Path folder = file.getParent(); folder != null && !folder.equals(path); folder = folder.getParent()) {
            PrivateFiles.createFolder(folder);
        }
    }

    /// The backups, oldest first.
    List<BackupId> backups() throws IOException {
        List<BackupId> backups = new ArrayList<>();
        for (Path gallery : entries(path.resolve(BACKUPS))) {
            String name = name(gallery);
            if (isGallery(gallery)) {
                for (Path backup : entries(gallery)) {
                    BackupId.parse(name, name(backup)).ifPresent(backups::add);
                }
            }
        }
        backups.sort(null);
        return backups;
    }

    /// Refuses files among the backups that no backup made.
    ///
    /// @throws LikenessException `BACKUP_INVALID`
    void requireNoOtherFiles() throws IOException {
        requireOnly(entries(path.resolve(OBJECTS)), BackupFolder::isGroup);
        for (Path group : entries(path.resolve(OBJECTS))) {
            requireOnly(entries(group), object -> isObject(group, object));
        }
        requireOnly(entries(path.resolve(BACKUPS)), BackupFolder::isGallery);
        for (Path gallery : entries(path.resolve(BACKUPS))) {
            requireOnly(
                    entries(gallery),
                    backup -> BackupId.parse(name(gallery), name(backup)).isPresent());
        }
    }

    private static void requireOnly(List<Path> entries, Predicate<Path> expected) {
        for (Path entry : entries) {
            if (!expected.test(entry) && !AtomicFile.isUnfinished(entry)) {
                throw invalid(entry, "is no file that a backup made; move it elsewhere", null);
            }
        }
    }

    /// Removes the objects that no backup needs, and what killed backups left.
    void removeObjectsExcept(Set<Path> needed) throws IOException {
        for (Path group : entries(path.resolve(OBJECTS))) {
            if (isGroup(group)) {
                for (Path object : entries(group)) {
                    if ((isObject(group, object) && !needed.contains(object)) || AtomicFile.isUnfinished(object)) {
                        Files.deleteIfExists(object);
                    }
                }
            }
        }
    }

    private static boolean isGroup(Path entry) {
        return GROUP.matcher(name(entry)).matches() && Files.isDirectory(entry);
    }

    private static boolean isGallery(Path entry) {
        return GALLERY.matcher(name(entry)).matches() && Files.isDirectory(entry);
    }

    private static boolean isObject(Path group, Path object) {
        return OBJECT.matcher(name(object)).matches() && name(object).startsWith(name(group));
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        entries.sort(null);
        return entries;
    }

    static LikenessException invalid(Path file, String why, @Nullable Exception cause) {
        return new LikenessException(
                ErrorCode.BACKUP_INVALID, "a backup must be whole: %s %s".formatted(file, why), cause);
    }
}
