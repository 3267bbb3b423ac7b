package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.documents.GalleryDocuments.UNASSIGNED;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.PersonId;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.SegmentPeople;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AbstractKnnCollector;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/// Finds the people with the faces nearest to a direction. The graph is traversed until enough people are found,
/// however many faces of one of them are met on the way.
final class PeopleOfNearestFaces {
    private record Near(PersonId person, float score) {}

    private static final Comparator<Near> NEAREST_FIRST =
            Comparator.comparingDouble((Near near) -> -near.score).thenComparing(Near::person);

    private PeopleOfNearestFaces() {}

    /// At most `k` people, nearest first.
    static List<PersonId> of(DocumentReader documents, float[] direction, int k, Predicate<PersonId> wanted)
            throws IOException {
        Map<PersonId, Near> nearest = new HashMap<>();
        for (LeafReaderContext leaf : documents.leaves()) {
            var collector = new Collector(k, documents.people(leaf), wanted);
            leaf.reader()
                    .searchNearestVectors(
                            VECTOR,
                            direction,
                            collector,
                            AcceptDocs.fromLiveDocs(
                                    leaf.reader().getLiveDocs(), leaf.reader().maxDoc()));
            for (Near near : collector.best.values()) {
                nearest.merge(near.person, near, (one, other) -> one.score >= other.score ? one : other);
            }
        }
        return nearest.values().stream()
                .sorted(NEAREST_FIRST)
                .limit(k)
                .map(Near::person)
                .toList();
    }

    /// Keeps the best face of each of the `k` nearest people of a segment.
    private static final class Collector extends AbstractKnnCollector {
        private final SegmentPeople people;
        private final Predicate<PersonId> wanted;
        private final Map<PersonId, Near> best = new HashMap<>();
        private final PriorityQueue<Near> farthestFirst = new PriorityQueue<>(NEAREST_FIRST.reversed());

        Collector(int k, SegmentPeople people, Predicate<PersonId> wanted) {
            super(k, Integer.MAX_VALUE, new KnnSearchStrategy.Hnsw(0));
            this.people = people;
            this.wanted = wanted;
        }

        @Override
        public boolean collect(int document, float score) {
            int number = people.person(document);
            if (number == UNASSIGNED) {
                return false;
            }
            Near near = new Near(new PersonId(number), score);
            Near before = best.get(near.person);
            if (before == null ? !wanted.test(near.person) : before.score >= score) {
                return false;
            }
            if (before != null) {
                farthestFirst.remove(before);
            } else if (best.size() == k()) {
                if (NEAREST_FIRST.compare(near, farthestFirst.element()) > 0) {
                    return false;
                }
                best.remove(farthestFirst.remove().person);
            }
            best.put(near.person, near);
            farthestFirst.add(near);
            return true;
        }

        @Override
        public int numCollected() {
            return best.size();
        }

        @Override
        public float minCompetitiveSimilarity() {
            return best.size() < k() ? Float.NEGATIVE_INFINITY : farthestFirst.element().score;
        }

        @Override
        public TopDocs topDocs() {
            throw new UnsupportedOperationException("people are collected, not documents");
        }
    }
}
