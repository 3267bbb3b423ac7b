package dev.likeness.index.lucene.check;

import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.RecordParts;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/// Reads the live documents of a damaged index one by one, so that one that cannot be read does not hide the
/// others.
final class DocumentScan {
    /// Receives a document.
    @FunctionalInterface
    interface Visitor<T> {
        void visit(Place at, T decoded) throws IOException;
    }

    private final DamagedIndex index;
    private final Findings findings;

    DocumentScan(DamagedIndex index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    DamagedIndex index() {
        return index;
    }

    /// Where a document is.
    record Place(DamagedIndex.Segment segment, LeafReader leaf, int document) {
        /// Whether the index of terms has this document under the term. Terms that are damaged themselves, and
        /// will be made again, do not count.
        boolean hasTerm(Term term) throws IOException {
            if (!segment.isIntact(SegmentPart.TERMS)) {
                return true;
            }
            PostingsEnum documents = leaf.postings(term, PostingsEnum.NONE);
            return documents != null && documents.advance(document) == document;
        }

        Optional<BytesRef> stored(String field) throws IOException {
            return Optional.ofNullable(
                    leaf.storedFields().document(document, Set.of(field)).getBinaryValue(field));
        }

        @Override
        public String toString() {
            return "document %d of segment %s".formatted(document, segment.name());
        }
    }

    /// Visits all documents with this record. One that cannot be decoded is a finding.
    ///
    /// @param what the kind of document, for the finding
    <T> void forEach(String field, String what, DocumentReader.Decoder<T> decoder, Visitor<T> visitor)
            throws IOException {
        for (DamagedIndex.Segment segment : index.segments()) {
            for (LeafReader leaf : segment.leaves()) {
                forEach(segment, leaf, field, what, decoder, visitor);
            }
        }
    }

    private <T> void forEach(
            DamagedIndex.Segment segment,
            LeafReader leaf,
            String field,
            String what,
            DocumentReader.Decoder<T> decoder,
            Visitor<T> visitor)
            throws IOException {
        BinaryDocValues records;
        try {
            records = DocValues.getBinary(leaf, field);
        } catch (IOException | RuntimeException e) {
            findings.add(
                    index.place(segment.name()),
                    "the records of the kind %s cannot be read: %s".formatted(what, LuceneFailures.reason(e)),
                    "leaves them out");
            return;
        }
        Bits live = leaf.getLiveDocs();
        for (int document = 0; document < leaf.maxDoc(); document++) {
            if (live != null && !live.get(document)) {
                continue;
            }
            var place = new Place(segment, leaf, document);
            Optional<T> decoded = Optional.empty();
            try {
                if (records.advanceExact(document)) {
                    decoded = Optional.of(
                            RecordParts.decoded(field, BytesRef.deepCopyOf(records.binaryValue()), decoder));
                }
            } catch (IOException | RuntimeException e) {
                findings.add(
                        index.place(place.toString()),
                        "%s that cannot be read: %s".formatted(what, LuceneFailures.reason(e)),
                        "leaves it out");
            }
            if (decoded.isPresent()) {
                visitor.visit(place, decoded.get());
            }
        }
    }
}
