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
import dev.likeness.index.lucene.documents.ReaderMemo;
import dev.likeness.index.lucene.documents.SegmentPeople;
import dev.likeness.support.DurableFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
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

/// A gallery with one Lucene index per generation. Snapshots share one reader, which is refreshed and not
/// reopened, because opening a reader maps every file again.
final class LuceneGallery implements Gallery {
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

    private final String name;
    private final Location location;
    private final IndexWriting writing;

    /// What the commits of this gallery's writers say of its generation.
    private final GenerationStage stage;

    private final IndexFiles files = new IndexFiles();
    private final SegmentPeople.Cache segments = new SegmentPeople.Cache();

    /// The generation whose pointer is certain to be on the disk.
    private @Nullable Path pointed;

    private @Nullable LuceneWriter writer;
    private @Nullable OpenIndex index;

    /// The cached reader and its index.
    ///
    /// @param folder distinguishes a generation from another that was created at the same path after a
    ///     deletion
    /// @param directory null if the reader uses the open writer
    private record OpenIndex(
            Path generation, FileTime folder, @Nullable Directory directory, DirectoryReader reader, ReaderMemo memo) {

        boolean isOf(Path other) throws IOException {
            return generation.equals(other) && folder.equals(folder(other));
        }

        OpenIndex with(DirectoryReader newer, ReaderMemo newerMemo) {
            return new OpenIndex(generation, folder, directory, newer, newerMemo);
        }

        private static FileTime folder(Path generation) throws IOException {
            return Files.readAttributes(generation, BasicFileAttributes.class).creationTime();
        }
    }

    /// @param stage [GenerationStage#LIVE] for the live generation, [GenerationStage#BUILDING] for one being
    ///     filled
    LuceneGallery(String name, Location location, IndexWriting writing, GenerationStage stage) {
        this.name = name;
        this.stage = stage;
        this.location = location;
        this.writing = writing;
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
        return new LikenessException(
                ErrorCode.GALLERY_LOCKED,
                "gallery %s must have one writer at a time, and %s is writing to it"
                        .formatted(gallery, LuceneWriter.owner(generation)),
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
    public synchronized GallerySnapshot snapshot() {
        return LuceneFailures.translated(what(), () -> {
            OpenIndex now = upToDate();
            DirectoryReader reader = now.reader();
            CommitData commit = CommitData.of(name, reader.getIndexCommit().getUserData());
            reader.incRef();
            return new LuceneSnapshot(name, now.generation(), commit, reader, now.memo(), writing.exactFaces());
        });
    }

    @Override
    public synchronized GalleryWriter writer(EmbedderStamp embedder) {
        return LuceneFailures.translated(what(), () -> {
            Path generation = location.generation();
            requireFolder(generation);
            var directory = new MMapDirectory(generation);
            try {
                IndexWriter opened = open(name, generation, directory, writing.config(OpenMode.APPEND));
                try {
                    if (!generation.equals(location.generation())) {
                        throw new LikenessException(
                                ErrorCode.GALLERY_LOCKED,
                                "gallery %s has just changed to another generation; try again".formatted(name));
                    }
                    files.verify(
                            generation, SegmentInfos.readLatestCommit(directory).files(true));
                    var written = new LuceneWriter(name, generation, opened, stage, this::closing);
                    requireEmbedder(name, written.embedder(), embedder);
                    written.claim();
                    syncPointer(generation);
                    releaseIndex();
                    writer = written;
                    return written;
                } catch (IOException | RuntimeException e) {
                    opened.rollback();
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        });
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
    synchronized void release() {
        LuceneFailures.translating(what(), this::releaseIndex);
    }

    /// Closes the writer while no snapshot is being created, since a new snapshot would read through the
    /// writer.
    private synchronized void closing(LuceneFailures.Effect close) throws IOException {
        try {
            close.run();
        } finally {
            writer = null;
            releaseIndex();
        }
    }

    private void releaseIndex() throws IOException {
        OpenIndex released = index;
        index = null;
        if (released != null) {
            released.reader().decRef();
            if (released.directory() != null) {
                released.directory().close();
            }
        }
    }

    private OpenIndex upToDate() throws IOException {
        Path generation = location.settled();
        requireFolder(generation);
        OpenIndex now = index;
        if (now != null && !now.isOf(generation)) {
            releaseIndex();
            now = null;
        }
        if (now == null) {
            now = writer == null ? committed(generation) : open(generation, null, writer.openReader());
        } else {
            DirectoryReader older = now.reader();
            DirectoryReader newer = writer == null ? DirectoryReader.openIfChanged(older) : writer.openIfChanged(older);
            if (newer != null) {
                if (writer == null) {
                    verify(generation, newer);
                }
                now = now.with(newer, new ReaderMemo(segments));
                older.decRef();
            }
        }
        index = now;
        return now;
    }

    private OpenIndex open(Path generation, @Nullable Directory directory, DirectoryReader reader) throws IOException {
        return new OpenIndex(generation, OpenIndex.folder(generation), directory, reader, new ReaderMemo(segments));
    }

    private OpenIndex committed(Path generation) throws IOException {
        Directory directory = new MMapDirectory(generation);
        try {
            DirectoryReader reader = IndexFiles.opening(generation, () -> DirectoryReader.open(directory));
            verify(generation, reader);
            return open(generation, directory, reader);
        } catch (IndexNotFoundException | NoSuchFileException | CorruptIndexException e) {
            directory.close();
            Path now = location.generation();
            if (now.equals(generation)) {
                throw e;
            }
            // The generation was promoted and removed while it was being opened; the new one will stay.
            return committed(now);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /// Verifies the files of a reader, and closes it if one is damaged.
    private void verify(Path generation, DirectoryReader reader) throws IOException {
        try {
            files.verify(generation, reader.getIndexCommit().getFileNames());
        } catch (IOException | RuntimeException e) {
            reader.decRef();
            throw e;
        }
    }

    private void requireFolder(Path generation) {
        // Lucene would create the folder and then find no index in it.
        if (!Files.isDirectory(generation)) {
            throw LuceneFailures.damaged(name, "its folder %s is missing".formatted(generation.getFileName()), null);
        }
    }

    private Subject what() {
        return Subject.gallery(name);
    }
}
