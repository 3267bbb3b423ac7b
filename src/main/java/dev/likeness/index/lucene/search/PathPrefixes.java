package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.documents.GalleryDocuments.PATH;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;

import dev.likeness.index.lucene.documents.GalleryDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/// Resolves prefixes of paths before a search. Paths are stored only on photos, so that a moved file changes
/// no vector.
final class PathPrefixes {
    private PathPrefixes() {}

    /// The keys of the photos with a path that starts with this text.
    static List<BytesRef> photosUnder(IndexSearcher searcher, String pathPrefix) throws IOException {
        List<BytesRef> photos = new ArrayList<>();
        Query query = searcher.rewrite(new PrefixQuery(new Term(PATH, pathPrefix)));
        Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            BinaryDocValues records = DocValues.getBinary(leaf.reader(), PHOTO_RECORD);
            DocIdSetIterator found = scorer.iterator();
            while (found.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if ((live == null || live.get(found.docID())) && records.advanceExact(found.docID())) {
                    photos.add(GalleryDocuments.photoKey(records.binaryValue()));
                }
            }
        }
        return photos;
    }
}
