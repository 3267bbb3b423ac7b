package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.documents.GalleryDocuments.CAPTURED;
import static dev.likeness.index.lucene.documents.GalleryDocuments.MAGNITUDE;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PART_OF;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PERSON;
import static dev.likeness.index.lucene.documents.GalleryDocuments.UNASSIGNED;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.FaceFilter;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FoundFaces;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.lucene.document.FloatField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// One search over one reader. A search among few faces scans them; a search among many traverses the HNSW
/// graph (Malkov and Yashunin, 2018). The paper's ef is the `k` passed to Lucene, which is larger than the
/// number of requested faces.
public final class FaceSearch {
    /// Minimum ef. At 32, with ten faces requested, recall on face-like vectors was 0.99.
    private static final int MIN_CANDIDATES = 32;

    /// Applies the filter to the results and not to the graph traversal. Lucene's filtered traversal (ACORN)
    /// lost a third of the matches on face-like vectors, and small filtered sets are scanned anyway.
    private static final KnnSearchStrategy FILTER_RESULTS = new KnnSearchStrategy.Hnsw(0);

    /// How quickly the threshold search stops once it visits only vectors below the threshold: Lucene's
    /// default.
    private static final float DECAY = 0.5f;

    private final DocumentReader documents;
    private final IndexSearcher searcher;
    private final float[] direction;
    /// The condition that a face must meet; null accepts every face.
    private final @Nullable Query condition;

    private final boolean scanned;

    private long visited;

    /// Resolves the filter and chooses between scan and graph.
    ///
    /// @param documents what is searched
    /// @param faces how many faces it holds
    /// @param exactFaces maximum number of faces that are scanned
    public FaceSearch(DocumentReader documents, UnitVector direction, FaceFilter filter, int faces, int exactFaces)
            throws IOException {
        this.documents = documents;
        this.searcher = documents.searcher();
        this.direction = direction.toArray();
        this.condition = filter.equals(FaceFilter.none()) ? null : condition(filter);
        this.scanned = (condition == null ? faces : searcher.count(condition)) <= exactFaces;
    }

    public SearchHits nearest(int k) throws IOException {
        return hits(nearestCandidates(k), k, -1);
    }

    /// As [#nearest], with what an answer shows of each face.
    FoundFaces nearestFaces(int k) throws IOException {
        FaceCandidates candidates = nearestCandidates(k);
        return new FoundFaces(candidates.bestFaces(k, documents), visited, scanned);
    }

    private FaceCandidates nearestCandidates(int k) throws IOException {
        return scanned ? scan() : traverseToNearest(Math.max(MIN_CANDIDATES, k + k / 2));
    }

    public SearchHits within(float minCosine) throws IOException {
        FaceCandidates candidates = scanned ? scan() : traverseWithin(minCosine);
        return hits(candidates, Integer.MAX_VALUE, minCosine);
    }

    private SearchHits hits(FaceCandidates candidates, int k, float minCosine) throws IOException {
        List<Match> matches =
                candidates.best(k, minCosine, searcher.getIndexReader().leaves());
        return new SearchHits(matches, visited, scanned);
    }

    private FaceCandidates scan() throws IOException {
        var candidates = new FaceCandidates();
        Query passing = condition == null ? new FieldExistsQuery(VECTOR) : condition;
        Weight weight = searcher.createWeight(searcher.rewrite(passing), ScoreMode.COMPLETE_NO_SCORES, 1);
        var buffer = new DocAndFloatFeatureBuffer();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(VECTOR);
            Scorer accepted = vectors == null ? null : weight.scorer(leaf);
            VectorScorer scorer = vectors == null ? null : vectors.scorer(direction);
            if (accepted == null || scorer == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            VectorScorer.Bulk bulk = scorer.bulk(accepted.iterator());
            bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, buffer);
            while (buffer.size > 0) {
                for (int i = 0; i < buffer.size; i++) {
                    candidates.add(leaf.docBase + buffer.docs[i], buffer.features[i]);
                }
                visited += buffer.size;
                bulk.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, live, buffer);
            }
        }
        return candidates;
    }

    private FaceCandidates traverseToNearest(int count) throws IOException {
        var query = new KnnFloatVectorQuery(VECTOR, direction, count, condition, FILTER_RESULTS) {
            @Override
            protected TopDocs approximateSearch(
                    LeafReaderContext leaf, AcceptDocs accepted, int limit, KnnCollectorManager collectors)
                    throws IOException {
                return counted(super.approximateSearch(leaf, accepted, limit, collectors));
            }

            @Override
            protected TopDocs exactSearch(
                    LeafReaderContext leaf, DocIdSetIterator accepted, @Nullable QueryTimeout timeout)
                    throws IOException {
                return counted(super.exactSearch(leaf, accepted, timeout));
            }
        };
        var candidates = new FaceCandidates();
        for (ScoreDoc found : searcher.search(query, count).scoreDocs) {
            candidates.add(found.doc, found.score);
        }
        return candidates;
    }

    private FaceCandidates traverseWithin(float minCosine) throws IOException {
        // Slightly lower, because the conversion to a score and back rounds; the cosine itself is compared at
        // the end.
        float minScore = Math.nextDown(Math.nextDown(FaceCandidates.score(minCosine)));
        var query =
                new FloatVectorSimilarityQuery.Adaptive(VECTOR, direction, minScore, DECAY, condition, FILTER_RESULTS) {
                    @Override
                    protected TopDocs approximateSearch(
                            LeafReaderContext leaf, AcceptDocs accepted, int limit, KnnCollectorManager collectors)
                            throws IOException {
                        TopDocs found = counted(super.approximateSearch(leaf, accepted, limit, collectors));
                        if (found.totalHits.relation() == TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO) {
                            // The traversal hit its limit, so Lucene goes on to compare all faces that pass
                            // the filter.
                            visited += accepted.cost();
                        }
                        return found;
                    }
                };
        var candidates = new FaceCandidates();
        Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null) {
                DocIdSetIterator found = scorer.iterator();
                while (found.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                    candidates.add(leaf.docBase + found.docID(), scorer.score());
                }
            }
        }
        return candidates;
    }

    private TopDocs counted(TopDocs found) {
        visited += found.totalHits.value();
        return found;
    }

    /// Translates the filter to a query.
    private Query condition(FaceFilter filter) throws IOException {
        var conditions = new BooleanQuery.Builder().add(new FieldExistsQuery(VECTOR), Occur.FILTER);
        if (filter.unassigned()) {
            // Many faces, so that they are looked at one by one.
            LongStream wanted = filter.people().stream().mapToLong(PersonId::value);
            conditions.add(
                    NumericDocValuesField.newSlowSetQuery(
                            PERSON,
                            LongStream.concat(LongStream.of(UNASSIGNED), wanted).toArray()),
                    Occur.FILTER);
        } else if (!filter.people().isEmpty()) {
            conditions.add(new FacesOfPeople(documents, filter.people()), Occur.FILTER);
        }
        if (!filter.excludedPeople().isEmpty()) {
            conditions.add(new FacesOfPeople(documents, filter.excludedPeople()), Occur.MUST_NOT);
        }
        if (filter.minMagnitude() > 0 || filter.maxMagnitude() < Float.POSITIVE_INFINITY) {
            conditions.add(
                    FloatField.newRangeQuery(MAGNITUDE, filter.minMagnitude(), filter.maxMagnitude()), Occur.FILTER);
        }
        LocalDateTime from = filter.capturedFrom();
        LocalDateTime before = filter.capturedBefore();
        if (from != null || before != null) {
            // Stored times are whole milliseconds, so a bound within a millisecond rounds up to the next.
            long first = from == null ? Long.MIN_VALUE : GalleryDocuments.millisFrom(from);
            long last = before == null ? Long.MAX_VALUE : GalleryDocuments.millisFrom(before) - 1;
            conditions.add(LongField.newRangeQuery(CAPTURED, first, last), Occur.FILTER);
        }
        if (filter.pathPrefix() != null) {
            conditions.add(
                    new TermInSetQuery(PART_OF, PathPrefixes.photosUnder(searcher, filter.pathPrefix())), Occur.FILTER);
        }
        if (filter.excludedPhoto() != null) {
            conditions.add(new TermQuery(GalleryDocuments.partOf(filter.excludedPhoto())), Occur.MUST_NOT);
        }
        return conditions.build();
    }
}
