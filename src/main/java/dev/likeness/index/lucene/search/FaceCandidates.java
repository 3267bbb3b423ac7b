package dev.likeness.index.lucene.search;

import dev.likeness.index.Match;
import dev.likeness.index.lucene.documents.LeafFaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/// The documents that a search found and their cosines. They are sorted when the best are requested.
final class FaceCandidates {
    private static final Comparator<Match> BEST_FIRST =
            Comparator.comparingDouble(Match::cosine).reversed().thenComparing(Match::face);

    /// The document in the upper half, the bits of the cosine in the lower: sorting the numbers sorts by
    /// document.
    private long[] packed = new long[64];

    private int size;

    /// Adds a document of the whole index with its Lucene score.
    void add(int document, float score) {
        packed = ArrayUtil.grow(packed, size + 1);
        packed[size++] =
                (long) document << Integer.SIZE | Integer.toUnsignedLong(Float.floatToRawIntBits(cosine(score)));
    }

    /// Converts a score to a cosine. DOT_PRODUCT scores unit vectors with (1 + cos) / 2; rounding may push
    /// the cosine beyond 1.
    static float cosine(float score) {
        return Math.clamp(2 * score - 1, -1f, 1f);
    }

    /// The inverse of [#cosine(float)].
    static float score(float cosine) {
        return (1 + cosine) / 2;
    }

    /// The `k` best candidates with a cosine of at least `minCosine`. All candidates tied for the last rank
    /// are read, so that the face id and not the document order breaks the tie.
    List<Match> best(int k, float minCosine, List<LeafReaderContext> leaves) throws IOException {
        float min = Math.max(minCosine, minOfBest(k));
        Arrays.sort(packed, 0, size);
        List<Match> matches = new ArrayList<>();
        int i = 0;
        for (LeafReaderContext leaf : leaves) {
            var faces = new LeafFaces(leaf.reader());
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; i < size && document(packed[i]) < end; i++) {
                float cosine = cosine(packed[i]);
                if (cosine >= min && faces.at(document(packed[i]) - leaf.docBase)) {
                    matches.add(faces.match(cosine));
                }
            }
        }
        matches.sort(BEST_FIRST);
        return matches.size() <= k ? matches : matches.subList(0, k);
    }

    /// The smallest cosine among the `k` best; −1 if there are no more than `k` candidates.
    private float minOfBest(int k) {
        if (size <= k) {
            return -1;
        }
        var best = new LongHeap(k);
        for (int i = 0; i < size; i++) {
            best.insertWithOverflow(NumericUtils.floatToSortableInt(cosine(packed[i])));
        }
        return NumericUtils.sortableIntToFloat((int) best.top());
    }

    private static int document(long packed) {
        return (int) (packed >>> Integer.SIZE);
    }

    private static float cosine(long packed) {
        return Float.intBitsToFloat((int) packed);
    }
}
