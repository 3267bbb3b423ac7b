package dev.likeness.engine.clustering;

import dev.likeness.cluster.FacesToCluster;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.index.FaceNeighbours;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The faces of a gallery that a run clusters. A hundred thousand are held in memory; more are read from the index
/// each time, because an embedding is 2 KB.
final class StoredFaces implements FacesToCluster {
    private static final int MAX_IN_MEMORY = 100_000;

    private final GallerySnapshot snapshot;
    private final List<FaceSummary> summaries;

    /// Null until it is needed: a small clustering compares all faces and asks for no neighbours.
    private volatile @Nullable FaceNeighbours neighbours;

    /// Parallel to `summaries`; null if there are too many.
    private final @Nullable List<Face> faces;

    private StoredFaces(GallerySnapshot snapshot, List<FaceSummary> summaries, @Nullable List<Face> faces) {
        this.summaries = summaries;
        this.snapshot = snapshot;
        this.faces = faces;
    }

    /// All faces of a gallery.
    static StoredFaces all(GallerySnapshot snapshot) {
        List<FaceSummary> summaries = new ArrayList<>();
        if (snapshot.statistics().faces() > MAX_IN_MEMORY) {
            snapshot.scanFaces(face -> summaries.add(face.summary()));
            return new StoredFaces(snapshot, summaries, null);
        }
        List<Face> faces = new ArrayList<>();
        snapshot.forEachFace(stored -> {
            summaries.add(summary(stored));
            faces.add(stored.face());
        });
        return new StoredFaces(snapshot, summaries, faces);
    }

    /// Some faces of a gallery.
    static StoredFaces of(Collection<StoredFace> stored, GallerySnapshot snapshot) {
        return new StoredFaces(
                snapshot,
                stored.stream().map(StoredFaces::summary).toList(),
                stored.size() > MAX_IN_MEMORY
                        ? null
                        : stored.stream().map(StoredFace::face).toList());
    }

    private static FaceSummary summary(StoredFace stored) {
        Face face = stored.face();
        return new FaceSummary(
                face.id(), face.embedding().magnitude(), stored.person(), stored.assignment(), stored.captureTime());
    }

    List<FaceSummary> summaries() {
        return summaries;
    }

    FaceNeighbours neighbours() {
        FaceNeighbours prepared = neighbours;
        return prepared == null ? prepareNeighbours() : prepared;
    }

    private synchronized FaceNeighbours prepareNeighbours() {
        FaceNeighbours prepared = neighbours;
        if (prepared == null) {
            prepared = snapshot.neighbours(summaries);
            neighbours = prepared;
        }
        return prepared;
    }

    @Override
    public int size() {
        return summaries.size();
    }

    @Override
    public FaceId id(int face) {
        return summaries.get(face).face();
    }

    @Override
    public Face face(int face) {
        return faces == null ? neighbours().face(face) : faces.get(face);
    }

    @Override
    public @Nullable LocalDateTime captureTime(int face) {
        return summaries.get(face).captureTime();
    }
}
