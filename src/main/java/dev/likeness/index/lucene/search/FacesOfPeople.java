package dev.likeness.index.lucene.search;

import dev.likeness.face.PersonId;
import dev.likeness.index.lucene.documents.DocumentReader;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// Matches the faces of some people, and costs as much as there are. For the searcher of its documents only.
final class FacesOfPeople extends Query {
    private final DocumentReader documents;
    private final Set<Long> people;

    FacesOfPeople(DocumentReader documents, Set<PersonId> people) {
        this.documents = documents;
        this.people = people.stream().map(PersonId::value).collect(Collectors.toSet());
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) throws IOException {
                int[] faces = documents.people(segment).documents(people);
                return faces.length == 0
                        ? null
                        : ConstantScoreScorerSupplier.fromIterator(
                                new Documents(faces),
                                score(),
                                mode,
                                segment.reader().maxDoc());
            }

            @Override
            public boolean isCacheable(LeafReaderContext segment) {
                return false;
            }
        };
    }

    /// Iterates over numbers of documents.
    private static final class Documents extends DocIdSetIterator {
        private final int[] ascending;
        private int place = -1;

        Documents(int... ascending) {
            this.ascending = ascending;
        }

        @Override
        public int docID() {
            return place < 0 ? -1 : place < ascending.length ? ascending[place] : NO_MORE_DOCS;
        }

        @Override
        public int nextDoc() {
            place++;
            return docID();
        }

        @Override
        public int advance(int target) throws IOException {
            return slowAdvance(target);
        }

        @Override
        public long cost() {
            return ascending.length;
        }
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "faces of people " + people;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FacesOfPeople that && documents == that.documents && people.equals(that.people);
    }

    @Override
    public int hashCode() {
        return people.hashCode();
    }
}
