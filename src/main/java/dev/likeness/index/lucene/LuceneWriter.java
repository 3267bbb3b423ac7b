package dev.likeness.index.lucene;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GenerationStage;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import dev.likeness.index.lucene.documents.ReaderMemo;
import dev.likeness.index.lucene.documents.WriterState;
import dev.likeness.index.lucene.people.PeopleWriter;
import dev.likeness.support.DurableFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of the gallery writer, which holds Lucene's write lock. [PhotoWriter] and
/// [PeopleWriter] write the documents; this class gives them access to the index. New photos are written in
/// parallel. Operations with several Lucene steps, commits and new readers have exclusive access to the
/// index, so that no reader or commit sees a part of another operation.
final class LuceneWriter implements GalleryWriter {
    private final String gallery;
    private final Path generation;
    private final SharedIndexWriter shared;
    private final IndexWriter index;
    private final EmbedderStamp embedder;
    private final CommittedReader committed;
    private final LuceneGallery owner;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final WriterState state;
    private final PhotoWriter photos;
    private final PeopleWriter people;
    private boolean closed;

    /// Whether there may be changes since the last commit.
    private volatile boolean changed;

    /// The failed commit after which the writer was closed.
    private volatile @Nullable LikenessException failure;

    /// Takes over one use of the index writer.
    ///
    /// @param stage what the commits will say of the generation
    /// @param committed the reader of the gallery's snapshots
    /// @param owner the gallery, which is told when the writer ends
    LuceneWriter(
            String gallery,
            SharedIndexWriter shared,
            GenerationStage stage,
            CommittedReader committed,
            LuceneGallery owner) {
        this.gallery = gallery;
        this.generation = shared.generation();
        this.shared = shared;
        this.index = shared.index();
        this.owner = owner;
        this.committed = committed;
        this.state = new WriterState(
                gallery,
                index,
                (data, reader) -> new LuceneSnapshot(
                        gallery, generation, data, reader, new ReaderMemo(), LuceneGallery.EXACT_FACES),
                committed::snapshot);
        state.use(state.data().withStage(stage));
        this.people = new PeopleWriter(state);
        this.photos = new PhotoWriter(gallery, state, people);
        this.embedder = state.data().embedder();
    }

    /// The model whose vectors this index holds.
    EmbedderStamp embedder() {
        return embedder;
    }

    @Override
    public GallerySnapshot snapshot() {
        return lookExclusively(state::snapshot);
    }

    @Override
    public void put(StoredPhoto photo, List<NewFace> faces, byte @Nullable [] preview) {
        photos.check(photo, faces, embedder.dimension());
        faces.stream()
                .map(NewFace::person)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .ifPresent(highest -> runExclusively(() -> people.use(highest)));
        if (lookExclusively(() -> photos.isNew(photo.id()))) {
            runShared(() -> photos.add(photo, faces, preview));
        } else {
            runExclusively(() -> photos.replace(photo, faces, preview));
        }
    }

    @Override
    public void setPaths(PhotoId photo, Map<String, Instant> paths) {
        runExclusively(() -> photos.setPaths(photo, paths));
    }

    @Override
    public void update(StoredPhoto photo) {
        runExclusively(() -> photos.update(photo));
    }

    @Override
    public void move(List<PhotoMove> moves) {
        runExclusively(() -> photos.move(moves));
    }

    @Override
    public void remove(PhotoId photo) {
        runExclusively(() -> photos.remove(photo));
    }

    @Override
    public void assign(Collection<FaceId> faces, @Nullable PersonId person) {
        runExclusively(() -> {
            if (person != null) {
                people.use(person);
            }
            for (FaceId face : faces) {
                people.assign(face, person, null);
            }
        });
    }

    @Override
    public void assignWithReason(Map<FaceId, Assignment> faces, @Nullable PersonId person) {
        runExclusively(() -> {
            if (person != null) {
                people.use(person);
            }
            for (Map.Entry<FaceId, Assignment> face : faces.entrySet()) {
                people.assign(face.getKey(), person, face.getValue());
            }
        });
    }

    @Override
    public PersonId newPersonId() {
        return callExclusively(people::newPersonId);
    }

    @Override
    public void put(Person person) {
        runExclusively(() -> people.put(person));
    }

    @Override
    public void putProfiles(Map<PersonId, PersonProfile> profiles) {
        runExclusively(() -> people.putProfiles(profiles));
    }

    @Override
    public void removePeople(Set<PersonId> removed) {
        if (!removed.isEmpty()) {
            runExclusively(() -> people.removePeople(removed));
        }
    }

    @Override
    public long nextEventNumber() {
        return lookExclusively(() -> {
            // A gallery of an earlier version gets its numbers now.
            if (!state.data().hasEventNumbers()) {
                changed = true;
            }
            return people.nextEventNumber();
        });
    }

    @Override
    public void record(PeopleEvent event, Changes changes) {
        runExclusively(() -> people.record(event, changes));
    }

    @Override
    public void copyPeople(GallerySnapshot from) {
        runExclusively(() -> people.copyPeople(from));
    }

    @Override
    public void erase(Set<PhotoId> erasedPhotos, Set<FaceId> faces, Set<PersonId> erasedPeople) {
        runExclusively(() -> people.erase(erasedPhotos, faces, erasedPeople));
    }

    @Override
    public void purge() {
        // Without a lock, as in optimize; the merge policy rewrites every segment with a deleted document, except
        // those that are being merged.
        shared.awaitMerges();
        boolean isClean = !index.hasDeletions();
        LuceneFailures.translating(what(), index::forceMergeDeletes);
        if (isClean) {
            runExclusively(() -> {
                // A reader that is closed now may have kept them.
                index.deleteUnusedFiles();
                Path gallery = Objects.requireNonNull(generation.getParent());
                GalleryRebuild.removeKept(gallery);
                GalleryFolder.removeUnfinished(gallery);
                // What was removed must not come back after a power failure.
                DurableFolders.sync(gallery);
                state.use(state.data().withPurgeDue(false));
            });
        }
        commit();
    }

    /// If a commit fails, the writer is rolled back. A second attempt must not succeed: what could not be
    /// synced once may never reach the disk, although the next sync reports no error, as on Linux.
    @Override
    public void commit() {
        try {
            runExclusively(() -> {
                state.commit();
                state.dropLookup();
                new CommitCopy(generation).write();
                changed = false;
                committed.refresh();
            });
        } catch (LikenessException e) {
            failure = e;
            rollback();
            throw e;
        }
    }

    @Override
    public void optimize() {
        // Without a lock: the gallery can be read and written while the segments merge.
        LuceneFailures.translating(what(), () -> index.forceMerge(1));
        commit();
    }

    @Override
    public void rollback() {
        if (!isClosed()) {
            end(() -> owner.writerRolledBack(shared, changed || failure != null));
        }
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        boolean left;
        try {
            commit();
            left = owner.mergeLater(shared);
            if (!left) {
                shared.awaitMerges();
            }
        } catch (LikenessException e) {
            rollback();
            throw e;
        }
        end(() -> {
            if (!left) {
                state.commit();
                new CommitCopy(generation).write();
            }
            owner.writerClosed(shared);
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

    /// Ends the writer in the given way, or by a rollback if that fails, so that the lock is always released.
    private void end(LuceneFailures.Effect how) {
        LuceneFailures.translating(what(), () -> {
            lock.writeLock().lock();
            try {
                if (!closed) {
                    closed = true;
                    state.dropLookup();
                    try {
                        how.run();
                    } catch (IOException | RuntimeException e) {
                        discard(e);
                        throw e;
                    } finally {
                        committed.writerClosed();
                    }
                }
            } finally {
                lock.writeLock().unlock();
            }
        });
    }

    /// Rolls back after a failure.
    private void discard(Exception failure) {
        try {
            owner.writerRolledBack(shared, true);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// Runs a single Lucene step, in parallel with other such steps.
    private void runShared(LuceneFailures.Effect step) {
        runLocked(lock.readLock(), step);
    }

    /// Runs several steps as one atomic operation.
    private void runExclusively(LuceneFailures.Effect steps) {
        runLocked(lock.writeLock(), steps);
    }

    /// Runs several steps as one atomic operation and returns its result.
    private <T> T callExclusively(LuceneFailures.Action<T> steps) {
        return callLocked(lock.writeLock(), () -> {
            changed = true;
            return steps.run();
        });
    }

    /// Reads what other steps write, while none of them runs.
    private <T> T lookExclusively(LuceneFailures.Action<T> look) {
        return callLocked(lock.writeLock(), look);
    }

    private void runLocked(Lock taken, LuceneFailures.Effect effect) {
        this.<@Nullable Void>callLocked(taken, () -> {
            changed = true;
            effect.run();
            return null;
        });
    }

    private <T extends @Nullable Object> T callLocked(Lock taken, LuceneFailures.Action<T> action) {
        taken.lock();
        try {
            return LuceneFailures.translated(what(), () -> {
                if (closed) {
                    throw new AlreadyClosedException(what().text(), failure);
                }
                return action.run();
            });
        } finally {
            taken.unlock();
        }
    }

    private Subject what() {
        return Subject.of("writer", gallery);
    }
}
