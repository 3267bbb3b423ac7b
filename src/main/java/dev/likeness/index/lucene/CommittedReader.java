package dev.likeness.index.lucene;

import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GalleryMemo;
import dev.likeness.index.lucene.documents.IndexFiles;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import dev.likeness.index.lucene.documents.ReaderMemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/// The Lucene reader of a gallery's last commit, which the gallery's snapshots share. It is refreshed and not
/// reopened, because opening a reader maps every file again, and what is known of its segments would be lost.
///
/// No snapshot waits for a writer, a commit, or another snapshot that opens a newer commit. A writer of this
/// process calls [#refresh] with each commit, so that the next snapshot finds the newer reader ready. Commits of
/// other processes are found by the times of the index's folder; one snapshot opens the newer reader, and the
/// others use the older one until then.
final class CommittedReader {
    /// The location of the live index. It is read before every use, because any process may promote a
    /// generation at any time.
    @FunctionalInterface
    interface Location {
        /// The folder of the live generation.
        ///
        /// @throws LikenessException `NOT_FOUND` if the gallery is gone
        Path generation() throws IOException;

        /// The same as far as the times of files tell, for readers.
        default Path settled() throws IOException {
            return generation();
        }
    }

    private final String gallery;
    private final Location location;
    private final int exactFaces;
    private final IndexFiles files = new IndexFiles();
    private final GalleryMemo memo = new GalleryMemo();

    /// Held while a reader is opened or released.
    private final ReentrantLock opening = new ReentrantLock();

    private volatile @Nullable OpenIndex index;

    /// The reader that was the last commit's when the folder had this time; null if the time was too recent.
    private volatile @Nullable Checked checked;

    /// Whether only a writer of this process can commit, and the reader shows its last commit.
    private volatile boolean kept;

    /// When a folder was created, which distinguishes a generation from another that was created at the same
    /// path after a deletion, and when its entries changed.
    private record FolderTimes(FileTime created, FileTime modified) {
        static FolderTimes of(String gallery, Path generation) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(generation, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    return new FolderTimes(attributes.creationTime(), attributes.lastModifiedTime());
                }
            } catch (NoSuchFileException _) {
                // Lucene would create the folder and then find no index in it.
            }
            throw LuceneFailures.damaged(gallery, "its folder %s is missing".formatted(generation.getFileName()), null);
        }
    }

    private record Checked(OpenIndex index, FileTime modified) {}

    private record OpenIndex(
            Path generation,
            FileTime created,
            Directory directory,
            DirectoryReader reader,
            CommitData commit,
            ReaderMemo memo) {
        boolean isOf(Path other, FolderTimes times) {
            return generation.equals(other) && created.equals(times.created());
        }
    }

    /// @param exactFaces maximum number of faces that a search compares one by one
    CommittedReader(String gallery, Location location, int exactFaces) {
        this.gallery = gallery;
        this.location = location;
        this.exactFaces = exactFaces;
    }

    /// A snapshot of the last commit.
    GallerySnapshot snapshot() {
        return LuceneFailures.translated(Subject.gallery(gallery), () -> {
            OpenIndex now = current();
            while (!now.reader().tryIncRef()) {
                // It was replaced just now.
                now = current();
            }
            return new LuceneSnapshot(gallery, now.generation(), now.commit(), now.reader(), now.memo(), exactFaces);
        });
    }

    /// Verifies those files of an index that were not verified before.
    ///
    /// @throws CorruptIndexException if one is damaged
    void verify(Path generation, Collection<String> names) throws IOException {
        opening.lock();
        try {
            files.verify(generation, names);
        } finally {
            opening.unlock();
        }
    }

    /// Opens the commit that a writer of this process has just made, or found when it was opened. If that fails, the
    /// next snapshot tries
    /// again and reports why.
    void refresh() {
        refresh(true);
    }

    private void refresh(boolean writing) {
        kept = false;
        opening.lock();
        try {
            OpenIndex now = index;
            if (now != null) {
                refreshed(now.generation(), FolderTimes.of(gallery, now.generation()));
                kept = writing;
            }
        } catch (IOException | LikenessException _) {
            // See above.
        } finally {
            opening.unlock();
        }
    }

    /// Opens the commit that a writer of this process has made last. From now on, others may write.
    void writerClosed() {
        refresh(false);
    }

    /// Closes the files; open snapshots stay usable.
    void release() {
        LuceneFailures.translating(Subject.gallery(gallery), () -> {
            opening.lock();
            try {
                kept = false;
                publish(null);
            } finally {
                opening.unlock();
            }
        });
    }

    private OpenIndex current() throws IOException {
        OpenIndex known = index;
        if (known != null && kept) {
            return known;
        }
        Path generation = location.settled();
        FolderTimes times = FolderTimes.of(gallery, generation);
        if (known == null || !known.isOf(generation, times)) {
            opening.lock();
        } else if (isUnchanged(known, times) || !opening.tryLock()) {
            return known;
        }
        try {
            return refreshed(generation, times);
        } finally {
            opening.unlock();
        }
    }

    private boolean isUnchanged(OpenIndex known, FolderTimes times) {
        Checked last = checked;
        return last != null && last.index().equals(known) && last.modified().equals(times.modified());
    }

    /// The reader of the last commit. The caller holds the lock.
    ///
    /// @param times of the generation's folder before this call
    private OpenIndex refreshed(Path generation, FolderTimes times) throws IOException {
        Instant settled = Instant.now().minus(LiveGenerations.SETTLED);
        OpenIndex older = index;
        OpenIndex now;
        if (older == null || !older.isOf(generation, times)) {
            now = opened(generation, times);
        } else {
            DirectoryReader newer = DirectoryReader.openIfChanged(older.reader());
            now = newer == null ? older : verified(generation, times, older.directory(), newer);
        }
        publish(now);
        checked = now.isOf(generation, times) && times.modified().toInstant().isBefore(settled)
                ? new Checked(now, times.modified())
                : null;
        return now;
    }

    private void publish(@Nullable OpenIndex now) throws IOException {
        OpenIndex older = index;
        index = now;
        if (older != null && !older.equals(now)) {
            older.reader().decRef();
            if (now == null || !now.directory().equals(older.directory())) {
                older.directory().close();
            }
        }
    }

    private OpenIndex opened(Path generation, FolderTimes times) throws IOException {
        Directory directory = new MMapDirectory(generation);
        try {
            DirectoryReader reader = IndexFiles.opening(generation, () -> DirectoryReader.open(directory));
            return verified(generation, times, directory, reader);
        } catch (IndexNotFoundException | NoSuchFileException | CorruptIndexException e) {
            directory.close();
            Path now = location.generation();
            if (now.equals(generation)) {
                throw e;
            }
            // The generation was promoted and removed while it was being opened; the new one will stay.
            return opened(now, FolderTimes.of(gallery, now));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /// Verifies the files of a new reader, and closes it if one is damaged.
    private OpenIndex verified(Path generation, FolderTimes times, Directory directory, DirectoryReader reader)
            throws IOException {
        try {
            files.verify(generation, reader.getIndexCommit().getFileNames());
            CommitData commit = CommitData.of(gallery, reader.getIndexCommit().getUserData());
            return new OpenIndex(generation, times.created(), directory, reader, commit, new ReaderMemo(memo));
        } catch (IOException | RuntimeException e) {
            reader.decRef();
            throw e;
        }
    }
}
