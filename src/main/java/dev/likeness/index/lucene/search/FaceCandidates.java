package dev.likeness.index.lucene.search;

import dev.likeness.index.FoundFace;
import dev.likeness.index.Match;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.LeafFaceDetails;
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
    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble(
                    (Ranked face) -> face.match().cosine())
            .reversed()
            .thenComparing(face -> face.match().face());

    /// A face and its document in the whole index.
    private record Ranked(Match match, int document) {}

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

    /// The `k` best candidates with a cosine of at least `minCosine`.
    List<Match> best(int k, float minCosine, List<LeafReaderContext> leaves) throws IOException {
        return ranked(k, minCosine, leaves).stream().map(Ranked::match).toList();
    }

    /// The `k` best candidates with what an answer shows of them.
    List<FoundFace> bestFaces(int k, DocumentReader documents) throws IOException {
        List<Ranked> ranked = ranked(k, -1, documents.leaves());
        var faces = new FoundFace[ranked.size()];
        List<Integer> ranks = new ArrayList<>();
        for (int rank = 0; rank < faces.length; rank++) {
            ranks.add(rank);
        }
        ranks.sort(Comparator.comparingInt(rank -> ranked.get(rank).document()));
        int next = 0;
        for (LeafReaderContext leaf : documents.leaves()) {
            var details = new LeafFaceDetails(documents, leaf.reader());
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; next < faces.length && ranked.get(ranks.get(next)).document() < end; next++) {
                int rank = ranks.get(next);
                Ranked face = ranked.get(rank);
                faces[rank] = details.face(face.document() - leaf.docBase, face.match());
            }
        }
        return List.of(faces);
    }

    /// The best candidates, best first. All candidates tied for the last rank are read, so that the face id and
    /// not the document order breaks the tie.
    private List<Ranked> ranked(int k, float minCosine, List<LeafReaderContext> leaves) throws IOException {
        float min = Math.max(minCosine, minOfBest(k));
        Arrays.sort(packed, 0, size);
        List<Ranked> matches = new ArrayList<>();
        int i = 0;
        for (LeafReaderContext leaf : leaves) {
            var faces = new LeafFaces(leaf.reader());
            int end = leaf.docBase + leaf.reader().maxDoc();
            for (; i < size && document(packed[i]) < end; i++) {
                float cosine = cosine(packed[i]);
                if (cosine >= min && faces.at(document(packed[i]) - leaf.docBase)) {
                    matches.add(new Ranked(faces.match(cosine), document(packed[i])));
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
