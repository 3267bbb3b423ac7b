package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/// The write lock is Lucene's. Single photos go in side by side; whatever spans several of Lucene's steps, a commit or
/// a reader has the index to itself, so that none of them sees half of another.
final class LuceneWriter implements GalleryWriter {
    /// Runs the closing of the index where no snapshot is being made.
    @FunctionalInterface
    interface Closing {
        void run(LuceneFailures.Effect close) throws IOException;
    }

    /// Beside the index while a writer is open, to tell others whose it is.
    private static final String OWNER = "writer.pid";

    private final String gallery;
    private final Path generation;
    private final IndexWriter index;
    private final Closing closing;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final EmbedderStamp embedder;
    private CommitData data;
    private boolean dataChanged;
    private boolean closed;

    /// Photos that changed since `lookup` was taken.
    private final Set<PhotoId> touched = ConcurrentHashMap.newKeySet();

    private @Nullable GallerySnapshot lookup;

    /// Takes over the index writer and its directory.
    LuceneWriter(String gallery, Path generation, IndexWriter index, Closing closing) {
        this.gallery = gallery;
        this.generation = generation;
        this.index = index;
        this.closing = closing;
        Map<String, String> entries = new HashMap<>();
        index.getLiveCommitData().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        this.data = CommitData.of(gallery, entries);
        this.embedder = data.embedder();
    }

    /// Who writes to this generation, as far as can be told.
    static String owner(Path generation) {
        try {
            String pid = Files.readString(generation.resolve(OWNER)).strip();
            return pid.equals(Long.toString(ProcessHandle.current().pid())) ? "this process" : "process " + pid;
        } catch (IOException _) {
            return "another process";
        }
    }

    /// The model whose vectors this index holds.
    EmbedderStamp embedder() {
        return embedder;
    }

    /// Leaves word for others that this process writes here.
    void claim() throws IOException {
        Files.writeString(generation.resolve(OWNER), ProcessHandle.current().pid() + "\n");
    }

    /// A reader of everything written so far.
    DirectoryReader openReader() throws IOException {
        lock.writeLock().lock();
        try {
            return DirectoryReader.open(index);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// The same, from an older one; null if nothing changed since.
    @Nullable
    DirectoryReader openIfChanged(DirectoryReader older) throws IOException {
        lock.writeLock().lock();
        try {
            return DirectoryReader.openIfChanged(older, index);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void put(StoredPhoto photo, List<NewFace> faces) {
        check(photo, faces);
        List<Document> documents = new ArrayList<>();
        documents.add(GalleryDocuments.photo(photo, faces.isEmpty()));
        for (NewFace face : faces) {
            documents.add(GalleryDocuments.face(face, photo.captureTime()));
        }
        faces.stream()
                .map(NewFace::identity)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .ifPresent(highest -> alone(() -> use(data.withUsed(highest))));
        beside(() -> {
            touched.add(photo.id());
            index.updateDocuments(GalleryDocuments.partOf(photo.id()), documents);
        });
    }

    @Override
    public void setPaths(PhotoId id, Map<String, Instant> paths) {
        alone(() -> {
            GallerySnapshot now = lookup(id);
            StoredPhoto photo = now.photo(id)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, id)));
            boolean faceless = now.faces(id).isEmpty();
            touched.add(id);
            index.updateDocument(
                    GalleryDocuments.photoTerm(id), GalleryDocuments.photo(photo.withPaths(paths), faceless));
        });
    }

    @Override
    public void remove(PhotoId photo) {
        beside(() -> {
            touched.add(photo);
            index.deleteDocuments(GalleryDocuments.partOf(photo));
        });
    }

    @Override
    public void assign(Collection<FaceId> faces, @Nullable IdentityId identity) {
        alone(() -> {
            if (identity != null) {
                use(data.withUsed(identity));
            }
            update(faces, identity);
        });
    }

    @Override
    public IdentityId newIdentity() {
        lock.writeLock().lock();
        try {
            var id = new IdentityId(data.nextIdentity());
            put(new Identity(id, null));
            return id;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void put(Identity identity) {
        if (identity.name() != null) {
            StoredPhoto.checkLength("a name", identity.name());
        }
        alone(() -> {
            use(data.withUsed(identity.id()));
            index.updateDocument(GalleryDocuments.personTerm(identity.id()), GalleryDocuments.person(identity));
        });
    }

    @Override
    public void remove(IdentityId identity) {
        alone(() -> {
            List<FaceId> faces = new ArrayList<>();
            try (GallerySnapshot now = snapshot()) {
                now.facesOf(identity).forEach(stored -> faces.add(stored.face().id()));
            }
            update(faces, null);
            index.deleteDocuments(GalleryDocuments.personTerm(identity));
        });
    }

    @Override
    public void commit() {
        alone(() -> {
            commitIndex();
            dropLookup();
        });
    }

    @Override
    public void optimize() {
        // Without a lock: the gallery is read and written as ever while the segments merge.
        LuceneFailures.translating(what(), () -> index.forceMerge(1));
        commit();
    }

    @Override
    public void rollback() {
        if (!isClosed()) {
            end(index::rollback);
        }
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        try {
            // The long part happens here, while snapshots can still be made.
            commit();
            if (index.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merging) {
                merging.sync();
            }
        } catch (LikenessException e) {
            rollback();
            throw e;
        }
        end(() -> {
            commitIndex();
            index.close();
        });
    }

    private boolean isClosed() {
        lock.readLock().lock();
        try {
            return closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Ends the writer in the given way, or by a rollback if that fails, so that the lock is free in any case.
    private void end(LuceneFailures.Effect how) {
        LuceneFailures.translating(
                what(),
                () -> closing.run(() -> {
                    lock.writeLock().lock();
                    try (Directory _ = index.getDirectory()) {
                        if (!closed) {
                            closed = true;
                            dropLookup();
                            // Before the lock is free, or the file might be the next writer's.
                            Files.deleteIfExists(generation.resolve(OWNER));
                            try {
                                how.run();
                            } catch (IOException | RuntimeException e) {
                                index.rollback();
                                throw e;
                            }
                        }
                    } finally {
                        lock.writeLock().unlock();
                    }
                }));
    }

    private void commitIndex() throws IOException {
        if (dataChanged) {
            index.setLiveCommitData(data.entries().entrySet());
            dataChanged = false;
        }
        index.commit();
    }

    private void use(CommitData newer) {
        dataChanged |= !newer.equals(data);
        data = newer;
    }

    private void update(Collection<FaceId> faces, @Nullable IdentityId identity) throws IOException {
        // Lucene refuses to update a field that no document has had.
        if (index.getFieldNames().contains(GalleryDocuments.IDENTITY)) {
            for (FaceId face : faces) {
                index.updateNumericDocValue(
                        GalleryDocuments.faceTerm(face), GalleryDocuments.IDENTITY, GalleryDocuments.number(identity));
            }
        }
    }

    /// The gallery as far as one photo goes. A fresh reader makes Lucene write out what it has buffered; for a moved
    /// tree of photos, none of them changed otherwise, one reader serves them all.
    private GallerySnapshot lookup(PhotoId photo) throws IOException {
        if (lookup == null || touched.contains(photo)) {
            dropLookup();
            lookup = snapshot();
        }
        return lookup;
    }

    private void dropLookup() {
        if (lookup != null) {
            lookup.close();
            lookup = null;
        }
        touched.clear();
    }

    private GallerySnapshot snapshot() throws IOException {
        return new LuceneSnapshot(gallery, generation, data, DirectoryReader.open(index), LuceneGallery.EXACT_FACES);
    }

    private void check(StoredPhoto photo, List<NewFace> faces) {
        Set<FaceId> ids = new HashSet<>();
        for (NewFace newFace : faces) {
            FaceId id = newFace.face().id();
            if (!id.photo().equals(photo.id())) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be of the photo it is put with, %s, got: %s".formatted(photo.id(), id));
            }
            if (!ids.add(id)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a face id must be put once in a photo, got twice: " + id);
            }
            int dimension = newFace.face().embedding().direction().dimension();
            int expected = embedder.dimension();
            if (dimension != expected) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face of gallery %s must have dimension %d, got: %d for face %s"
                                .formatted(gallery, expected, dimension, id));
            }
        }
    }

    /// Runs a single step of Lucene's, beside others of the kind.
    private void beside(LuceneFailures.Effect step) {
        run(lock.readLock(), step);
    }

    /// Runs several steps as one.
    private void alone(LuceneFailures.Effect steps) {
        run(lock.writeLock(), steps);
    }

    private void run(Lock taken, LuceneFailures.Effect effect) {
        taken.lock();
        try {
            LuceneFailures.translating(what(), () -> {
                if (closed) {
                    throw new AlreadyClosedException(what());
                }
                effect.run();
            });
        } finally {
            taken.unlock();
        }
    }

    private String what() {
        return "writer of gallery " + gallery;
    }
}
