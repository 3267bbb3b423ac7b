package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.index.lucene.documents.LuceneFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
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
    }

    /// A search compares every face up to this number of faces. Ten thousand 512-d vectors are 20 MB, one or
    /// two milliseconds of memory bandwidth: negligible beside decoding and embedding the query, and no face
    /// is missed.
    static final int EXACT_FACES = 10_000;

    /// Search time grows with the number of segments (four cost five times as much as one). Tiers are
    /// therefore narrow, at the price of more merging, and segments may grow far beyond Lucene's 5 GB.
    private static final double SEGMENTS_PER_TIER = 4;

    private static final double MAX_SEGMENT_MEGABYTES = 64 * 1024;

    /// Maximum number of queued merges before the writer is throttled: Lucene's own default.
    private static final int WAITING_MERGES = 5;

    /// Each merge builds its graphs in its own thread; several merges run in parallel.
    private static final int MERGE_WORKERS = 1;

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
    private final IndexOptions options;
    private final int exactFaces;

    /// What the commits of this gallery's writers say of its generation.
    private final GenerationStage stage;

    private @Nullable LuceneWriter writer;
    private @Nullable OpenIndex index;

    /// The cached reader and its index.
    ///
    /// @param folder distinguishes a generation from another that was created at the same path after a
    ///     deletion
    /// @param directory null if the reader uses the open writer
    private record OpenIndex(
            Path generation, FileTime folder, @Nullable Directory directory, DirectoryReader reader) {
        static OpenIndex of(Path generation, @Nullable Directory directory, DirectoryReader reader) throws IOException {
            return new OpenIndex(generation, folder(generation), directory, reader);
        }

        boolean isOf(Path other) throws IOException {
            return generation.equals(other) && folder.equals(folder(other));
        }

        OpenIndex with(DirectoryReader newer) {
            return new OpenIndex(generation, folder, directory, newer);
        }

        private static FileTime folder(Path generation) throws IOException {
            return Files.readAttributes(generation, BasicFileAttributes.class).creationTime();
        }
    }

    /// @param stage [GenerationStage#LIVE] for the live generation, [GenerationStage#BUILDING] for one being
    ///     filled
    LuceneGallery(String name, Location location, IndexOptions options, int exactFaces, GenerationStage stage) {
        this.name = name;
        this.stage = stage;
        this.location = location;
        this.options = options;
        this.exactFaces = exactFaces;
    }

    /// The data of the last commit of a generation; empty if there is no commit.
    static Optional<CommitData> lastCommit(String gallery, Path generation) throws IOException {
        if (!Files.isDirectory(generation)) {
            return Optional.empty();
        }
        try (Directory directory = new MMapDirectory(generation)) {
            return Optional.of(CommitData.of(
                    gallery, SegmentInfos.readLatestCommit(directory).getUserData()));
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
            return new IndexWriter(directory, config);
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
            return new LuceneSnapshot(name, now.generation(), commit, reader, exactFaces);
        });
    }

    @Override
    public synchronized GalleryWriter writer(EmbedderStamp embedder) {
        return LuceneFailures.translated(what(), () -> {
            Path generation = location.generation();
            requireFolder(generation);
            var directory = new MMapDirectory(generation);
            try {
                IndexWriter opened = open(name, generation, directory, config());
                try {
                    if (!generation.equals(location.generation())) {
                        throw new LikenessException(
                                ErrorCode.GALLERY_LOCKED,
                                "gallery %s has just changed to another generation; try again".formatted(name));
                    }
                    var written = new LuceneWriter(name, generation, opened, stage, this::closing);
                    requireEmbedder(name, written.embedder(), embedder);
                    written.claim();
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
        Path generation = location.generation();
        requireFolder(generation);
        OpenIndex now = index;
        if (now != null && !now.isOf(generation)) {
            releaseIndex();
            now = null;
        }
        if (now == null) {
            now = writer == null ? committed(generation) : OpenIndex.of(generation, null, writer.openReader());
        } else {
            DirectoryReader older = now.reader();
            DirectoryReader newer = writer == null ? DirectoryReader.openIfChanged(older) : writer.openIfChanged(older);
            if (newer != null) {
                now = now.with(newer);
                older.decRef();
            }
        }
        index = now;
        return now;
    }

    private OpenIndex committed(Path generation) throws IOException {
        Directory directory = new MMapDirectory(generation);
        try {
            return OpenIndex.of(generation, directory, DirectoryReader.open(directory));
        } catch (IndexNotFoundException | NoSuchFileException e) {
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

    private void requireFolder(Path generation) {
        // Lucene would create the folder and then find no index in it.
        if (!Files.isDirectory(generation)) {
            throw new LikenessException(
                    ErrorCode.GALLERY_CORRUPT,
                    "gallery %s must have its folder %s, but it is missing".formatted(name, generation));
        }
    }

    private String what() {
        return "gallery " + name;
    }

    private IndexWriterConfig config() {
        var merging = new TieredMergePolicy();
        merging.setSegmentsPerTier(SEGMENTS_PER_TIER);
        merging.setMaxMergedSegmentMB(MAX_SEGMENT_MEGABYTES);
        // A purge must leave no deleted documents, however small their share of a segment is.
        merging.setForceMergeDeletesPctAllowed(0);
        var scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(options.mergeThreads() + WAITING_MERGES, options.mergeThreads());
        return new IndexWriterConfig()
                .setOpenMode(OpenMode.APPEND)
                .setCodec(codec())
                .setRAMBufferSizeMB(options.bufferBytes() / (double) (1L << 20))
                .setMergePolicy(merging)
                .setMergeScheduler(scheduler);
    }

    /// Lucene's own codec under its own name, so that any Lucene can open the index; only the graph's
    /// parameters differ. Segments that would be scanned anyway get no graph, which saves ingest most of its
    /// indexing time.
    private Codec codec() {
        var format = new Lucene99HnswVectorsFormat(
                options.maxConnections(), options.beamWidth(), MERGE_WORKERS, null, graphThreshold());
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /// Lucene builds a graph for n vectors once n > ln(n) × threshold; this value puts the limit at n =
    /// `exactFaces`.
    private int graphThreshold() {
        return exactFaces < 2 ? 0 : (int) (exactFaces / Math.log(exactFaces));
    }
}
