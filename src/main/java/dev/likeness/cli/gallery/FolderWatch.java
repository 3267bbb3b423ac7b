package dev.likeness.cli.gallery;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Notices that something below some folders has changed, in folders that are made later too. It does not say what
/// changed: ingest finds out, and looks only at what is new.
final class FolderWatch implements AutoCloseable {
    /// A file that is being copied changes many times; this long after the last change it is taken for complete.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 100;

    private final List<Path> roots;
    private final Duration quiet;
    private final Semaphore changes = new Semaphore(0);

    /// Whether a folder may have been made that is not watched yet.
    private volatile boolean incomplete;

    private DirectoryWatcher watcher;
    private CompletableFuture<Void> watching;

    /// @param roots what is not a folder is not watched
    static FolderWatch of(List<Path> roots) {
        return new FolderWatch(roots, QUIET);
    }

    FolderWatch(List<Path> roots, Duration quiet) {
        this.roots = roots.stream().filter(Files::isDirectory).toList();
        this.quiet = quiet;
        this.watcher = open();
        this.watching = start();
    }

    private DirectoryWatcher open() {
        try {
            return DirectoryWatcher.builder()
                    .paths(roots)
                    .listener(new Listener())
                    // Hashes would be of every file of the library; ingest knows what is new.
                    .fileHashing(false)
                    .build();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CompletableFuture<Void> start() {
        CompletableFuture<Void> started = watcher.watchAsync(
                loop -> Thread.ofPlatform().daemon().name("folder-watch").start(loop));
        if (started.isCompletedExceptionally()) {
            try {
                watcher.close();
                started.join();
            } catch (CompletionException | IOException e) {
                throw failed(e);
            }
        }
        return started;
    }

    private LikenessException failed(Exception cause) {
        return new LikenessException(ErrorCode.IO_FAILED, "cannot watch " + roots, cause);
    }

    private final class Listener implements DirectoryChangeListener {
        @Override
        public void onEvent(DirectoryChangeEvent event) {
            if (event.eventType() == DirectoryChangeEvent.EventType.OVERFLOW) {
                incomplete = true;
            }
            changes.release();
        }

        /// Mostly a new folder that was gone again before it could be watched.
        @Override
        public void onException(Exception failure) {
            incomplete = true;
            changes.release();
        }
    }

    /// Waits for a change and then for quiet.
    ///
    /// @return true after a change, false once `stopped` says so
    /// @throws LikenessException `IO_FAILED` if the folders can no longer be watched
    boolean awaitChange(BooleanSupplier stopped) {
        try {
            boolean changed = false;
            long quietSince = System.nanoTime();
            while (!stopped.getAsBoolean()) {
                if (changes.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                    changed = true;
                    quietSince = System.nanoTime();
                } else if (changed && System.nanoTime() - quietSince > quiet.toNanos()) {
                    if (incomplete) {
                        restart();
                    }
                    return true;
                }
            }
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void restart() {
        close();
        incomplete = false;
        watcher = open();
        watching = start();
    }

    @Override
    public void close() {
        try {
            watcher.close();
            watching.exceptionally(_ -> null).join();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot stop watching " + roots, e);
        }
    }
}
