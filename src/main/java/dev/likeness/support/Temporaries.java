package dev.likeness.support;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// A folder for temporary files of one process, mode 0700. Closing it deletes it. The folder of a process that was
/// killed is deleted by the next one with the same parent: a lock that ends with its process shows which are in use.
///
/// Temporary files contain what their process works on, such as photos, so they must not outlive it for long.
public final class Temporaries implements AutoCloseable {
    private static final String LOCK_SUFFIX = ".lock";
    private static final String GUARD = "guard";

    /// The folders of this process. Their locks are never opened again: closing any channel of a file gives up all
    /// locks that the process holds on it (POSIX).
    private static final Set<Path> OWN = new HashSet<>();

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;

    private Temporaries(Path folder, Path lockFile, FileChannel lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Makes a folder and deletes those of processes that have ended.
    ///
    /// @param parent made if it is absent; contains nothing else
    /// @throws LikenessException `IO_FAILED`
    public static Temporaries below(Path parent) {
        // A file lock does not hold between the threads of one process.
        synchronized (Temporaries.class) {
            try {
                PrivateFiles.createFolder(parent);
                try (FileChannel guard = open(parent.resolve(GUARD));
                        FileLock _ = guard.lock()) {
                    deleteLeftovers(parent);
                    String name = UUID.randomUUID().toString();
                    Path lockFile = parent.resolve(name + LOCK_SUFFIX);
                    FileChannel lock = open(lockFile);
                    lock.lock();
                    Path folder = parent.resolve(name);
                    PrivateFiles.createFolder(folder);
                    OWN.add(folder.toAbsolutePath());
                    return new Temporaries(folder, lockFile, lock);
                }
            } catch (IOException e) {
                throw new LikenessException(
                        ErrorCode.IO_FAILED,
                        "cannot make a folder for temporary files in %s: %s".formatted(parent, reason(e)),
                        e);
            }
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission to write is missing";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    /// Where this process may make files and folders.
    public Path folder() {
        return folder;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        for (Path entry : list(parent)) {
            String name = String.valueOf(entry.getFileName());
            if (name.equals(GUARD) || name.endsWith(LOCK_SUFFIX)) {
                continue;
            }
            Path lockFile = parent.resolve(name + LOCK_SUFFIX);
            if (!OWN.contains(entry.toAbsolutePath()) && !isLocked(lockFile)) {
                delete(entry);
                Files.deleteIfExists(lockFile);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static boolean isLocked(Path lockFile) throws IOException {
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (FileChannel channel = open(lockFile);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static void delete(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException _) {
            // The next process tries again.
        }
    }

    @Override
    public void close() {
        synchronized (Temporaries.class) {
            delete(folder);
            OWN.remove(folder.toAbsolutePath());
            try {
                lock.close();
                Files.deleteIfExists(lockFile);
            } catch (IOException _) {
                // The next process deletes it.
            }
        }
    }
}
