package dev.likeness.engine.ingest.walk;

import dev.likeness.engine.ingest.walk.LeftOut.Reason;
import dev.likeness.support.RegularFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what a search for photos leaves out: what is not the user's, and what the user does not want. A
/// root is never left out itself.
public final class Exclusions {
    /// The file with patterns for the folder in which it is, in the syntax of `.gitignore`.
    static final String IGNORE_FILE = ".likenessignore";

    private static final int MAX_IGNORE_FILE_BYTES = 1 << 20;

    /// Trash, thumbnails, snapshots and indexes of Windows, macOS, Linux, Android, Synology and QNAP, in lower
    /// case.
    private static final Set<String> SYSTEM_FOLDERS = Set.of(
            "@eadir",
            "#recycle",
            "#snapshot",
            "@recycle",
            "@recently-snapshot",
            ".@__thumb",
            "@__thumb",
            ".@__qini",
            "@tmp",
            "$recycle.bin",
            "recycler",
            "recycled",
            ".recycle",
            "system volume information",
            "lost+found",
            ".thumbnails",
            ".dtrash",
            ".spotlight-v100",
            ".fseventsd",
            ".documentrevisions-v100",
            ".temporaryitems",
            "network trash folder");

    private static final Pattern TRASH = Pattern.compile("\\.trash.*");
    private static final Pattern PREVIEWS = Pattern.compile(".*\\.lrdata");
    private static final Pattern PHOTO_LIBRARY =
            Pattern.compile(".*\\.(?:photoslibrary|photolibrary|migratedphotolibrary|aplibrary)");
    private static final Set<String> ORIGINALS = Set.of("originals", "masters");

    private record Level(Path folder, IgnorePatterns patterns) {}

    private final IgnorePatterns configured;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Path root = Path.of("");

    /// @param patterns of the configuration, relative to each root
    Exclusions(List<String> patterns) {
        this.configured = IgnorePatterns.of(patterns);
    }

    /// Whether a path below a root is left out.
    ///
    /// @param patterns of the configuration
    public static boolean leaveOut(List<String> patterns, Path root, Path path) {
        Exclusions exclusions = new Exclusions(patterns);
        try {
            exclusions.begin(root);
            Path folder = root;
            if (exclusions.enter(folder).isPresent()) {
                return true;
            }
            for (Path name : root.relativize(path)) {
                folder = folder.resolve(name);
                if (folder.equals(path)) {
                    return exclusions.ofFile(path).isPresent();
                }
                if (exclusions.enter(folder).isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    /// Begins with a root. The patterns of folders above it hold, too, up to the home folder or the top of the
    /// file system.
    ///
    /// @throws IOException if there are patterns that cannot be read
    void begin(Path start) throws IOException {
        root = start;
        levels.clear();
        Deque<Path> above = new ArrayDeque<>();
        Path home = Path.of(System.getProperty("user.home", ""));
        for (Path folder = start;
                !folder.equals(home) && folder.getParent() != null && isOnOneDisk(folder, folder.getParent());
                folder = folder.getParent()) {
            above.push(folder.getParent());
        }
        for (Path folder : above) {
            readPatterns(folder);
        }
    }

    private static boolean isOnOneDisk(Path folder, Path parent) {
        try {
            return Files.getFileStore(folder).equals(Files.getFileStore(parent));
        } catch (IOException _) {
            return false;
        }
    }

    private void readPatterns(Path folder) throws IOException {
        Path file = folder.resolve(IGNORE_FILE);
        if (Files.exists(file)) {
            levels.push(new Level(folder, IgnorePatterns.ofText(RegularFile.readString(file, MAX_IGNORE_FILE_BYTES))));
        }
    }

    /// Why a folder is left out. If it is not, its own patterns hold until [#leave].
    ///
    /// @throws IOException if it has patterns that cannot be read
    Optional<Reason> enter(Path folder) throws IOException {
        Optional<Reason> reason = folder.equals(root) ? Optional.empty() : ofFolder(folder);
        if (reason.isPresent()) {
            return reason;
        }
        readPatterns(folder);
        return Optional.empty();
    }

    /// Ends with a folder.
    void leave(Path folder) {
        Level level = levels.peek();
        if (level != null && level.folder().equals(folder)) {
            levels.pop();
        }
    }

    /// Why a file is left out.
    Optional<Reason> ofFile(Path file) {
        if (file.equals(root)) {
            return Optional.empty();
        }
        return isHidden(file) ? Optional.of(Reason.HIDDEN) : byPatterns(file, false);
    }

    private Optional<Reason> ofFolder(Path folder) {
        String name = name(folder);
        Path parent = folder.getParent();
        if (SYSTEM_FOLDERS.contains(name)
                || TRASH.matcher(name).matches()
                || PREVIEWS.matcher(name).matches()) {
            return Optional.of(Reason.SYSTEM_FOLDER);
        }
        if (isHidden(folder)) {
            return Optional.of(Reason.HIDDEN);
        }
        if (parent != null && PHOTO_LIBRARY.matcher(name(parent)).matches() && !ORIGINALS.contains(name)) {
            return Optional.of(Reason.PHOTO_LIBRARY);
        }
        if (Files.exists(folder.resolve(".nomedia"))) {
            return Optional.of(Reason.NO_MEDIA);
        }
        return byPatterns(folder, true);
    }

    /// The patterns of the nearest folder decide, then those above; those of the configuration come last.
    private Optional<Reason> byPatterns(Path path, boolean isFolder) {
        for (Level level : levels) {
            Optional<Boolean> excluded = level.patterns().excludes(relative(level.folder(), path), isFolder);
            if (excluded.isPresent()) {
                return excluded.get() ? Optional.of(Reason.IGNORE_FILE) : Optional.empty();
            }
        }
        return configured
                .excludes(relative(root, path), isFolder)
                .filter(excluded -> excluded)
                .map(_ -> Reason.CONFIGURATION);
    }

    private static boolean isHidden(Path path) {
        return name(path).startsWith(".");
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    private static String relative(Path folder, Path path) {
        return folder.relativize(path).toString().replace(File.separatorChar, '/');
    }
}
