package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.index.lucene.documents.IndexFiles;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import dev.likeness.support.DurableFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/// A gallery with one Lucene index per generation. Snapshots share one reader, [CommittedReader].
final class LuceneGallery implements Gallery {
    /// A search compares every face up to this number of faces. Ten thousand 512-d vectors are 20 MB, one or
    /// two milliseconds of memory bandwidth: negligible beside decoding and embedding the query, and no face
    /// is missed.
    static final int EXACT_FACES = 10_000;

    /// This strong reference prevents the logger and its level from being garbage-collected.
    private static final Logger VECTORIZATION = Logger.getLogger("org.apache.lucene.internal.vectorization");

    static {
        // Lucene logs in every process that SIMD works; only its absence is worth a message.
        if (VECTORIZATION.getLevel() == null) {
            VECTORIZATION.setLevel(Level.WARNING);
        }
    }

    private static final Logger LOG = Logger.getLogger(LuceneGallery.class.getName());

    private final String name;
    private final CommittedReader.Location location;
    private final IndexWriting writing;

    /// What the commits of this gallery's writers say of its generation.
    private final GenerationStage stage;

    private final CommittedReader reader;

    /// The generation whose pointer is certain to be on the disk.
    private @Nullable Path pointed;

    /// Open while there is a writer or segments are merged.
    private @Nullable SharedIndexWriter shared;

    private @Nullable LuceneWriter writer;

    /// When the last writer was closed, by [System#nanoTime].
    private long written = System.nanoTime();

    /// Whether the background has merges of writers, and will close the index after them.
    private boolean leftMerges;

    /// Merges what the writers of this gallery leave to it; null to let each writer wait for its own merges.
    private volatile @Nullable Executor merging;

    /// @param stage [GenerationStage#LIVE] for the live generation, [GenerationStage#BUILDING] for one being
    ///     filled
    LuceneGallery(String name, CommittedReader.Location location, IndexWriting writing, GenerationStage stage) {
        this.name = name;
        this.stage = stage;
        this.location = location;
        this.writing = writing;
        this.reader = new CommittedReader(name, location, writing.exactFaces());
    }

    /// The data of the last commit of a generation; empty if there is no commit.
    static Optional<CommitData> lastCommit(String gallery, Path generation) throws IOException {
        if (!Files.isDirectory(generation)) {
            return Optional.empty();
        }
        try (Directory directory = new MMapDirectory(generation)) {
            return Optional.of(CommitData.of(
                    gallery,
                    IndexFiles.opening(generation, () -> SegmentInfos.readLatestCommit(directory))
                            .getUserData()));
        } catch (IndexNotFoundException _) {
            return Optional.empty();
        }
    }

    /// Rejects vectors of a model that is not the gallery's.
    ///
    /// @throws LikenessException `GALLERY_INCOMPATIBLE`
    static void requireEmbedder(String gallery, EmbedderStamp own, EmbedderStamp offered) {
        if (!own.equals(offered)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "gallery %s must be written with its own embedder %s, got: %s".formatted(gallery, own, offered),
                    ErrorFacts.ofRemedies(new Remedy.ReembedGallery(gallery, offered.id())));
        }
    }

    /// Opens an index for writing; on failure the message names the process that holds the lock.
    static IndexWriter open(String gallery, Path generation, Directory directory, IndexWriterConfig config)
            throws IOException {
        try {
            return IndexFiles.opening(generation, () -> new IndexWriter(directory, config));
        } catch (LockObtainFailedException e) {
            throw lockedBy(gallery, generation, e);
        }
    }

    /// Takes only the write lock of an index; on failure the message names the process that holds it.
    static Lock lock(String gallery, Path generation, Directory directory) throws IOException {
        try {
            return directory.obtainLock(IndexWriter.WRITE_LOCK_NAME);
        } catch (LockObtainFailedException e) {
            throw lockedBy(gallery, generation, e);
        }
    }

    private static LikenessException lockedBy(String gallery, Path generation, LockObtainFailedException cause) {
        return locked(gallery, SharedIndexWriter.owner(generation), cause);
    }

    private static LikenessException locked(String gallery, String owner, @Nullable Throwable cause) {
        return new LikenessException(
                ErrorCode.GALLERY_LOCKED,
                "gallery %s must have one writer at a time, and %s is writing to it".formatted(gallery, owner),
                cause);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EmbedderStamp embedder() {
        try (GallerySnapshot snapshot = snapshot()) {
            return snapshot.embedder();
        }
    }

    @Override
    public GallerySnapshot snapshot() {
        return reader.snapshot();
    }

    @Override
    public synchronized GalleryWriter writer(EmbedderStamp embedder) {
        return LuceneFailures.translated(what(), () -> {
            if (writer != null) {
                throw locked(name, "this process", null);
            }
            SharedIndexWriter index = join();
            try {
                var opened = new LuceneWriter(name, index, stage, reader, this);
                requireEmbedder(name, opened.embedder(), embedder);
                syncPointer(index.generation());
                // Whoever writes must see what another process has committed before.
                reader.refresh();
                writer = opened;
                return opened;
            } catch (IOException | RuntimeException e) {
                leave(index);
                throw e;
            }
        });
    }

    /// Opens the index for writing, if it is not open already.
    private SharedIndexWriter join() throws IOException {
        Path generation = location.generation();
        SharedIndexWriter open = shared;
        if (open != null && open.isOpen() && open.generation().equals(generation)) {
            open.join();
            return open;
        }
        // Lucene would create the folder and then find no index in it.
        if (!Files.isDirectory(generation)) {
            throw LuceneFailures.damaged(name, "its folder %s is missing".formatted(generation.getFileName()), null);
        }
        var directory = new MMapDirectory(generation);
        try {
            IndexWriter index = open(name, generation, directory, writing.config(OpenMode.APPEND));
            try {
                if (!generation.equals(location.generation())) {
                    throw new LikenessException(
                            ErrorCode.GALLERY_LOCKED,
                            "gallery %s has just changed to another generation; try again".formatted(name));
                }
                reader.verify(
                        generation, SegmentInfos.readLatestCommit(directory).files(true));
                SharedIndexWriter joined = new SharedIndexWriter(generation, directory, index);
                shared = joined;
                return joined;
            } catch (IOException | RuntimeException e) {
                index.rollback();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private void leave(SharedIndexWriter index) throws IOException {
        if (index.leave() && index == shared) {
            shared = null;
        }
    }

    /// Ends the writer, after its changes were committed.
    synchronized void writerClosed(SharedIndexWriter index) throws IOException {
        writer = null;
        written = System.nanoTime();
        leave(index);
    }

    /// Ends the writer and discards what it has not committed.
    ///
    /// @param changed whether there is anything to discard, or a commit has failed; then merges are aborted, too
    synchronized void writerRolledBack(SharedIndexWriter index, boolean changed) throws IOException {
        writer = null;
        written = System.nanoTime();
        if (changed) {
            shared = null;
            index.rollback();
        } else {
            leave(index);
        }
    }

    /// Leaves the merges that a writer began to the background, if there is one.
    ///
    /// @return false if the writer must wait for them
    synchronized boolean mergeLater(SharedIndexWriter index) {
        Executor background = merging;
        if (background == null || !index.isMerging()) {
            return false;
        }
        if (leftMerges) {
            return true;
        }
        leftMerges = true;
        index.join();
        background.execute(() -> {
            index.awaitMerges();
            synchronized (this) {
                leftMerges = false;
                try {
                    merged(index);
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.WARNING, "gallery %s: merged segments were not committed".formatted(name), e);
                }
            }
        });
        return true;
    }

    /// Merges all segments. Writers may be opened meanwhile, and do not wait.
    ///
    /// @param quiet nothing is merged if a writer was closed, or merges were aborted, so recently
    /// @throws LikenessException `GALLERY_LOCKED` if another process writes
    void mergeSegments(Duration quiet) {
        LuceneFailures.translating(what(), () -> {
            SharedIndexWriter index;
            synchronized (this) {
                if (System.nanoTime() - written < quiet.toNanos()) {
                    return;
                }
                index = join();
            }
            try {
                index.index().forceMerge(1);
            } catch (IOException | RuntimeException e) {
                synchronized (this) {
                    leave(index);
                }
                throw e;
            }
            merged(index);
        });
    }

    /// Commits merged segments. A writer that is open commits them with its own changes, of which no part may be
    /// committed before.
    private synchronized void merged(SharedIndexWriter index) throws IOException {
        try {
            if (writer == null && index.isOpen()) {
                index.index().commit();
                new CommitCopy(index.generation()).write();
            }
            leave(index);
        } catch (IOException | RuntimeException e) {
            // As after a failed commit of a writer: nobody may try again with it.
            if (index.equals(shared)) {
                shared = null;
            }
            index.rollback();
            throw e;
        } finally {
            if (writer == null) {
                reader.writerClosed();
            }
        }
    }

    /// Whether nobody here has written for so long.
    synchronized boolean isQuiet(Duration time) {
        return writer == null && System.nanoTime() - written >= time.toNanos();
    }

    /// When files of the index were made or removed last.
    FileTime changed() throws IOException {
        return Files.getLastModifiedTime(location.settled());
    }

    /// The segments of the last commit.
    SegmentInfos lastCommit() throws IOException {
        try (Directory directory = new MMapDirectory(location.settled())) {
            return SegmentInfos.readLatestCommit(directory);
        }
    }

    /// Merges in the background from now on.
    void mergeIn(Executor background) {
        merging = background;
    }

    /// Aborts merges in the background, so that nobody but a writer holds the lock. None begins in the next
    /// seconds. This may take as long as a graph is being built.
    synchronized void abortMerges() {
        SharedIndexWriter open = shared;
        written = System.nanoTime();
        if (writer == null && open != null) {
            shared = null;
            LuceneFailures.translating(what(), open::rollback);
        }
    }

    /// Makes sure that CURRENT is on the disk before anything is written: whoever replaced it may not have
    /// been able to sync its folder.
    private void syncPointer(Path generation) throws IOException {
        if (!generation.equals(pointed)) {
            DurableFolders.sync(Objects.requireNonNull(generation.getParent()));
            pointed = generation;
        }
    }

    /// Closes the files; open snapshots stay usable.
    void release() {
        reader.release();
    }

    private Subject what() {
        return Subject.gallery(name);
    }
}
