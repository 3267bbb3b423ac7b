package dev.likeness.cli.gallery;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waits for changes below some folders. It does not report which files changed: ingest finds the new ones itself.
final class FolderWatch implements AutoCloseable {
    /// A file that is being copied changes many times; it is complete this long after its last change.
    private static final long QUIET_MILLIS = 2_000;

    private static final long POLL_MILLIS = 250;

    private final WatchService service;
    private final List<Path> roots;

    private FolderWatch(WatchService service, List<Path> roots) {
        this.service = service;
        this.roots = roots;
    }

    static FolderWatch of(List<Path> roots) {
        try {
            FolderWatch watch = new FolderWatch(FileSystems.getDefault().newWatchService(), List.copyOf(roots));
            watch.registerFolders();
            return watch;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot watch " + roots, e);
        }
    }

    /// Waits for a change, then until nothing has changed for a while.
    ///
    /// @return true after a change, false if `stopped` returned true
    boolean awaitChange(BooleanSupplier stopped) {
        try {
            boolean changed = false;
            long quietSince = System.nanoTime();
            while (!stopped.getAsBoolean()) {
                WatchKey key = service.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                    changed = true;
                    quietSince = System.nanoTime();
                } else if (changed && System.nanoTime() - quietSince > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)) {
                    registerFolders();
                    return true;
                }
            }
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot watch " + roots, e);
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot stop watching " + roots, e);
        }
    }

    /// Registers all folders below the roots; registering a folder twice is harmless.
    private void registerFolders() throws IOException {
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    folder.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
