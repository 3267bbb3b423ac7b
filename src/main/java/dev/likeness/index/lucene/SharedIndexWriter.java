package dev.likeness.index.lucene;

import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;

/// Lucene's writer of a generation, with the lock that it holds. A gallery's writer and its [SegmentMerging] use
/// one together, so that an edit need not wait until segments are merged. Whoever leaves last closes it. Its
/// gallery guards it.
final class SharedIndexWriter {
    /// File beside the index while it is open for writing; it tells other processes which one holds the lock.
    private static final String OWNER = "writer.pid";

    private final Path generation;
    private final Directory directory;
    private final IndexWriter index;
    private int users = 1;
    private boolean closed;

    /// Takes over the index writer and its directory, for one user.
    SharedIndexWriter(Path generation, Directory directory, IndexWriter index) throws IOException {
        this.generation = generation;
        this.directory = directory;
        this.index = index;
        Files.writeString(generation.resolve(OWNER), ProcessHandle.current().pid() + "\n");
    }

    /// A description of the process that writes to a generation, as far as it is known.
    static String owner(Path generation) {
        try {
            String pid = RegularFile.readString(generation.resolve(OWNER)).strip();
            return pid.equals(Long.toString(ProcessHandle.current().pid())) ? "this process" : "process " + pid;
        } catch (IOException _) {
            return "another process";
        }
    }

    Path generation() {
        return generation;
    }

    IndexWriter index() {
        return index;
    }

    boolean isOpen() {
        return index.isOpen();
    }

    void join() {
        users++;
    }

    /// Whether segments are being merged.
    boolean isMerging() {
        return index.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merging
                && merging.mergeThreadCount() > 0;
    }

    /// Waits until no segments are being merged.
    void awaitMerges() {
        if (index.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merging) {
            merging.sync();
        }
    }

    /// Ends the use of one user, after whose changes were committed.
    ///
    /// @return whether nobody uses it any more, so that it was closed
    boolean leave() throws IOException {
        if (--users > 0 && index.isOpen()) {
            return false;
        }
        if (!closed) {
            close(index::close);
        }
        return true;
    }

    /// Discards what was not committed and closes it for all users. Merges are aborted.
    void rollback() throws IOException {
        close(index::rollback);
    }

    @FunctionalInterface
    private interface Closing {
        void run() throws IOException;
    }

    private void close(Closing how) throws IOException {
        closed = true;
        try (directory) {
            disown();
            try {
                how.run();
            } catch (IOException | RuntimeException e) {
                index.rollback();
                throw e;
            }
        }
    }

    /// Deletes the file before the lock is released, or it could be the next writer's file.
    private void disown() {
        try {
            Files.deleteIfExists(generation.resolve(OWNER));
        } catch (IOException _) {
            // The next writer replaces it, and nobody reads it while there is none.
        }
    }
}
