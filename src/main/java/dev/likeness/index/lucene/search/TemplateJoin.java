package dev.likeness.index.lucene.search;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import dev.likeness.index.lucene.documents.LuceneFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.DefaultFlatVectorScorer;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/// A nearest-neighbour self-join that finds similar pairs among many directions. Each direction searches for
/// its nearest neighbours, so the cost grows with the number of directions and not with the number of pairs.
///
/// A few thousand are compared pair by pair. More go into an HNSW graph in memory (Malkov and Yashunin, 2018)
/// that exists only during the join; nothing is written to disk. The same directions in the same order give
/// the same pairs.
public final class TemplateJoin {
    /// Up to this number every pair is compared: 32 million of them, a second or two.
    static final int EXACT_TEMPLATES = 8_000;

    /// The paper's M and efConstruction, and its ef for each requested neighbour.
    private static final int MAX_CONNECTIONS = 16;

    private static final int BEAM_WIDTH = 100;
    private static final int CANDIDATES_PER_NEIGHBOUR = 3;
    private static final long SEED = 42;

    private static final Comparator<Pair> BY_DESCENDING_COSINE = Comparator.comparingDouble((Pair pair) -> -pair.cosine)
            .thenComparingInt(Pair::first)
            .thenComparingInt(Pair::second);

    /// A pair of directions, by index.
    ///
    /// @param first the smaller index
    /// @param cosine −1 to 1
    public record Pair(int first, int second, float cosine) {}

    /// The result of a join.
    ///
    /// @param pairs pairs in descending order of cosine
    /// @param exact whether every pair was compared, so that no pair is missing
    public record Pairs(List<Pair> pairs, boolean exact) {
        public Pairs {
            pairs = List.copyOf(pairs);
        }
    }

    private final List<float[]> vectors;
    private final int k;
    private final float minCosine;
    private final BooleanSupplier cancelled;

    private TemplateJoin(List<float[]> vectors, int k, float minCosine, BooleanSupplier cancelled) {
        this.vectors = vectors;
        this.k = k;
        this.minCosine = minCosine;
        this.cancelled = cancelled;
    }

    /// Every pair in which one is among the `k` nearest neighbours of the other.
    ///
    /// @param templates all of one dimension
    /// @param k neighbours of each, at least 1
    /// @param minCosine minimum cosine of a pair, −1 to 1
    /// @param cancelled polled from time to time
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is below 1 or the dimensions differ; `CANCELLED`
    public static Pairs pairs(List<UnitVector> templates, int k, float minCosine, BooleanSupplier cancelled) {
        return pairs(templates, k, minCosine, cancelled, EXACT_TEMPLATES);
    }

    /// Joins with another limit for exact comparison.
    ///
    /// @param exactTemplates maximum number of templates that are compared pair by pair
    static Pairs pairs(
            List<UnitVector> templates, int k, float minCosine, BooleanSupplier cancelled, int exactTemplates) {
        if (k < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "k must be at least 1, got: " + k);
        }
        if (templates.isEmpty()) {
            return new Pairs(List.of(), true);
        }
        int dimension = templates.getFirst().dimension();
        for (UnitVector template : templates) {
            if (template.dimension() != dimension) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "templates of a join must have one dimension, got: %d and %d"
                                .formatted(dimension, template.dimension()));
            }
        }
        List<float[]> vectors = templates.stream().map(UnitVector::toArray).toList();
        var join = new TemplateJoin(vectors, k, minCosine, cancelled);
        boolean exact = vectors.size() <= exactTemplates;
        return new Pairs(exact ? join.exactPairs() : join.approximatePairs(dimension), exact);
    }

    private List<Pair> exactPairs() {
        return join(place -> {
            float[] own = vectors.get(place);
            List<Pair> near = new ArrayList<>();
            for (int other = 0; other < vectors.size(); other++) {
                float cosine = other == place ? -2 : VectorUtil.dotProduct(own, vectors.get(other));
                if (cosine >= minCosine) {
                    near.add(pair(place, other, cosine));
                }
            }
            near.sort(BY_DESCENDING_COSINE);
            return near.size() <= k ? near : near.subList(0, k);
        });
    }

    private List<Pair> approximatePairs(int dimension) {
        return LuceneFailures.translated("template join", () -> {
            FloatVectorValues values = FloatVectorValues.fromFloats(vectors, dimension);
            var scorers = DefaultFlatVectorScorer.INSTANCE;
            var builder = HnswGraphBuilder.create(
                    scorers.getRandomVectorScorerSupplier(VectorSimilarityFunction.DOT_PRODUCT, values),
                    MAX_CONNECTIONS,
                    BEAM_WIDTH,
                    SEED,
                    vectors.size());
            builder.setAbortCheck(this::requireNotCancelled);
            OnHeapHnswGraph graph = builder.build(vectors.size());
            return join(place -> {
                var scorer = scorers.getRandomVectorScorer(
                        VectorSimilarityFunction.DOT_PRODUCT, values.copy(), vectors.get(place));
                // One more than k, because each direction is its own nearest neighbour.
                ScoreDoc[] found = HnswGraphSearcher.search(
                                scorer, CANDIDATES_PER_NEIGHBOUR * (k + 1), graph, null, Integer.MAX_VALUE)
                        .topDocs()
                        .scoreDocs;
                List<Pair> near = new ArrayList<>();
                for (ScoreDoc hit : found) {
                    float cosine = FaceCandidates.cosine(hit.score);
                    if (hit.doc != place && cosine >= minCosine && near.size() < k) {
                        near.add(pair(place, hit.doc, cosine));
                    }
                }
                return near;
            });
        });
    }

    @FunctionalInterface
    private interface Neighbours {
        List<Pair> of(int place) throws IOException;
    }

    /// Searches the neighbours of all directions on all cores and returns each pair once.
    private List<Pair> join(Neighbours neighbours) {
        List<List<Pair>> found = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            found.add(List.of());
        }
        IntStream.range(0, vectors.size()).parallel().forEach(place -> {
            requireNotCancelled();
            found.set(place, LuceneFailures.translated("template join", () -> neighbours.of(place)));
        });
        Set<Long> seen = new HashSet<>();
        List<Pair> pairs = new ArrayList<>();
        for (List<Pair> near : found) {
            for (Pair pair : near) {
                if (seen.add((long) pair.first << Integer.SIZE | pair.second)) {
                    pairs.add(pair);
                }
            }
        }
        pairs.sort(BY_DESCENDING_COSINE);
        return pairs;
    }

    private void requireNotCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the join was cancelled");
        }
    }

    private static Pair pair(int one, int other, float cosine) {
        return new Pair(Math.min(one, other), Math.max(one, other), Math.clamp(cosine, -1f, 1f));
    }
}
