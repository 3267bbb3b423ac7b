package dev.likeness.index.lucene.documents;

import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/// The state of an open gallery writer: Lucene's writer, the metadata of the next commit, and a snapshot that
/// is current for the photos that have not changed since. Only [#markChanged] may be called in parallel; the
/// caller serializes all other calls.
public final class WriterState {
    /// Opens a snapshot on a reader of uncommitted changes.
    @FunctionalInterface
    public interface SnapshotFactory {
        GallerySnapshot open(CommitData data, DirectoryReader reader);
    }

    private final IndexWriter index;
    private final SnapshotFactory snapshots;
    private final Supplier<GallerySnapshot> committed;
    private CommitData data;
    private boolean dataChanged;

    /// Photos that changed since `lookup` was opened.
    private final Set<PhotoId> changedPhotos = ConcurrentHashMap.newKeySet();

    private @Nullable GallerySnapshot lookup;

    /// Reads the metadata of the last commit.
    ///
    /// @param committed opens a snapshot of the last commit
    public WriterState(
            String gallery, IndexWriter index, SnapshotFactory snapshots, Supplier<GallerySnapshot> committed) {
        this.index = index;
        this.snapshots = snapshots;
        this.committed = committed;
        Map<String, String> entries = new HashMap<>();
        index.getLiveCommitData().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        this.data = CommitData.of(gallery, entries);
        this.dataChanged = !CommitData.isPresentFormat(entries);
    }

    public IndexWriter index() {
        return index;
    }

    /// The metadata of the next commit.
    public CommitData data() {
        return data;
    }

    /// Replaces the metadata of the next commit.
    public void use(CommitData newer) {
        dataChanged |= !newer.equals(data);
        data = newer;
    }

    /// Records that a photo, one of its faces or an assertion about them has changed.
    public void markChanged(PhotoId photo) {
        changedPhotos.add(photo);
    }

    /// A snapshot that is current for one photo; the caller does not close it. A new reader makes Lucene flush
    /// its buffer, so one reader serves all photos that have not changed, such as those of a moved folder.
    public GallerySnapshot lookup(PhotoId photo) throws IOException {
        if (lookup == null || changedPhotos.contains(photo)) {
            dropLookup();
            lookup = snapshot();
        }
        return lookup;
    }

    /// Closes the snapshot that [#lookup] uses.
    public void dropLookup() {
        if (lookup != null) {
            lookup.close();
            lookup = null;
        }
        changedPhotos.clear();
    }

    /// A snapshot of all changes so far. The caller closes it.
    public GallerySnapshot snapshot() throws IOException {
        // Most writers, such as those of one edit, look before they change anything.
        return index.hasUncommittedChanges() || dataChanged
                ? snapshots.open(data, DirectoryReader.open(index))
                : committed.get();
    }

    /// Makes all changes so far durable.
    public void commit() throws IOException {
        if (dataChanged) {
            index.setLiveCommitData(data.entries().entrySet());
            dataChanged = false;
        }
        index.commit();
    }
}
