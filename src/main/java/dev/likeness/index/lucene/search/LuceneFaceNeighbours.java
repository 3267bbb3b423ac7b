package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceNeighbours;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LeafFaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of [FaceNeighbours]. Knows which document each face is, so that a hit is a number and no
/// id is read.
final class LuceneFaceNeighbours implements FaceNeighbours {
    /// Does not look at the neighbours of neighbours instead of those that the filter rejects; see [FaceSearch].
    private static final KnnSearchStrategy FILTER_RESULTS = new KnnSearchStrategy.Hnsw(0);

    private static final int NOT_AMONG_THEM = -1;

    private final DocumentReader documents;
    private final List<FaceSummary> faces;

    /// The document of each face, in the whole index.
    private final int[] documentOf;

    /// The face of each document, or [#NOT_AMONG_THEM].
    private final int[] faceOf;

    /// The faces above a magnitude, computed for the last one that was asked for.
    private volatile @Nullable ClearFaces clearFaces;

    private record ClearFaces(float minMagnitude, List<Bits> segments) {}

    /// @param faces in the gallery, without those marked as not a face
    LuceneFaceNeighbours(DocumentReader documents, List<FaceSummary> faces) throws IOException {
        this.documents = documents;
        this.faces = faces;
        this.documentOf = new int[faces.size()];
        IdentityHashMap<LeafReader, Integer> bases = new IdentityHashMap<>();
        documents.leaves().forEach(leaf -> bases.put(leaf.reader(), leaf.docBase));
        this.faceOf = new int[documents.searcher().getIndexReader().maxDoc()];
        Arrays.fill(faceOf, NOT_AMONG_THEM);
        for (int face = 0; face < documentOf.length; face++) {
            documentOf[face] = document(faces.get(face).face(), bases);
            faceOf[documentOf[face]] = face;
        }
    }

    private int document(FaceId face, IdentityHashMap<LeafReader, Integer> bases) throws IOException {
        int[] found = {NOT_AMONG_THEM};
        documents.forEach(
                GalleryDocuments.faceTerm(face),
                (segment, document) -> found[0] = document + Objects.requireNonNull(bases.get(segment)));
        if (found[0] == NOT_AMONG_THEM) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "a face must be in the gallery, got: " + face);
        }
        return found[0];
    }

    @Override
    public Face face(int face) {
        return documents.read(() -> {
            LeafReaderContext leaf = leafOf(face);
            LeafFaces stored = new LeafFaces(leaf.reader());
            if (!stored.at(documentOf[face] - leaf.docBase)) {
                throw new CorruptIndexException("a face has no record", FACE_RECORD);
            }
            return stored.face().face();
        });
    }

    private LeafReaderContext leafOf(int face) {
        return documents.leaves().get(ReaderUtil.subIndex(documentOf[face], documents.leaves()));
    }

    @Override
    public List<NearFace> nearest(int face, UnitVector direction, int k, float minCosine) {
        return documents.read(() -> search(face, direction, k, minCosine, null));
    }

    @Override
    public List<NearFace> nearestAboveMagnitude(int face, int k, float minCosine, float minMagnitude) {
        UnitVector direction = face(face).embedding().direction();
        return documents.read(() -> search(face, direction, k, minCosine, clearFaces(minMagnitude)));
    }

    private ClearFaces clearFaces(float minMagnitude) {
        ClearFaces known = clearFaces;
        if (known == null || known.minMagnitude != minMagnitude) {
            List<Bits> segments = new ArrayList<>();
            for (LeafReaderContext leaf : documents.leaves()) {
                FixedBitSet clear = new FixedBitSet(leaf.reader().maxDoc());
                for (int document = 0; document < clear.length(); document++) {
                    int face = faceOf[leaf.docBase + document];
                    if (face != NOT_AMONG_THEM && faces.get(face).magnitude() >= minMagnitude) {
                        clear.set(document);
                    }
                }
                segments.add(clear);
            }
            known = new ClearFaces(minMagnitude, segments);
            clearFaces = known;
        }
        return known;
    }

    /// @param clear the faces to find; null for all
    private List<NearFace> search(int face, UnitVector direction, int k, float minCosine, @Nullable ClearFaces clear)
            throws IOException {
        float[] query = direction.toArray();
        float minScore = FaceCandidates.score(minCosine);
        List<NearFace> near = new ArrayList<>();
        for (LeafReaderContext leaf : documents.leaves()) {
            // One more, because a face is its own nearest neighbour.
            KnnCollector nearest = new TopKnnCollector(k + k / 2 + 1, Integer.MAX_VALUE, FILTER_RESULTS);
            Bits accepted = clear == null ? leaf.reader().getLiveDocs() : clear.segments.get(leaf.ord);
            leaf.reader()
                    .searchNearestVectors(
                            VECTOR,
                            query,
                            nearest,
                            AcceptDocs.fromLiveDocs(accepted, leaf.reader().maxDoc()));
            for (ScoreDoc found : nearest.topDocs().scoreDocs) {
                int other = faceOf[leaf.docBase + found.doc];
                if (other != NOT_AMONG_THEM && other != face && found.score >= minScore) {
                    near.add(new NearFace(other, FaceCandidates.cosine(found.score)));
                }
            }
        }
        near.sort(
                Comparator.comparingDouble((NearFace other) -> -other.cosine()).thenComparingInt(NearFace::face));
        return near.size() <= k ? near : near.subList(0, k);
    }
}
