package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceNeighbours;
import dev.likeness.index.FaceSearcher;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.FoundFaces;
import dev.likeness.index.SearchHits;
import dev.likeness.index.lucene.documents.DocumentReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/// The Lucene implementation of [FaceSearcher]. It checks the arguments and counts the faces; [FaceSearch]
/// runs the search.
public final class LuceneFaceSearcher implements FaceSearcher {
    private static final int MAX_K = 1000;

    private final DocumentReader documents;
    private final int dimension;
    private final int exactFaces;

    /// Searches documents.
    ///
    /// @param dimension dimension of the gallery's vectors
    /// @param exactFaces maximum number of faces that a search compares one by one
    public LuceneFaceSearcher(DocumentReader documents, int dimension, int exactFaces) {
        this.documents = documents;
        this.dimension = dimension;
        this.exactFaces = exactFaces;
    }

    /// What is kept of a reader.
    private record FaceCount(int faces) {}

    /// The number of faces that can be found.
    public int faceCount() throws IOException {
        // With deleted documents, counting reads the index.
        return documents
                .once(FaceCount.class, () -> new FaceCount(documents.count(VECTOR)))
                .faces();
    }

    @Override
    public SearchHits nearest(UnitVector direction, int k, FaceFilter filter) {
        requireInRange(k);
        return documents.read(() -> search(direction, filter).nearest(k));
    }

    @Override
    public FoundFaces nearestFaces(UnitVector direction, int k, FaceFilter filter) {
        requireInRange(k);
        return documents.read(() -> search(direction, filter).nearestFaces(k));
    }

    @Override
    public List<PersonId> nearestPeople(UnitVector direction, int k, Predicate<PersonId> wanted) {
        requireInRange(k);
        return documents.read(() ->
                PeopleOfNearestFaces.of(documents, requireDimension(direction).toArray(), k, wanted));
    }

    private static void requireInRange(int k) {
        if (k < 1 || k > MAX_K) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "k must be between 1 and %d, got: %d".formatted(MAX_K, k));
        }
    }

    @Override
    public SearchHits within(UnitVector direction, float minCosine, FaceFilter filter) {
        if (!(minCosine >= -1 && minCosine <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minimum cosine must be between -1 and 1, got: " + minCosine);
        }
        return documents.read(() -> search(direction, filter).within(minCosine));
    }

    @Override
    public FaceNeighbours neighbours(List<FaceSummary> faces) {
        return documents.read(() -> new LuceneFaceNeighbours(documents, faces));
    }

    private FaceSearch search(UnitVector direction, FaceFilter filter) throws IOException {
        return new FaceSearch(documents, requireDimension(direction), filter, faceCount(), exactFaces);
    }

    private UnitVector requireDimension(UnitVector direction) {
        if (direction.dimension() != dimension) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a query must have the dimension of the gallery's vectors, %d, got: %d"
                            .formatted(dimension, direction.dimension()));
        }
        return direction;
    }
}
