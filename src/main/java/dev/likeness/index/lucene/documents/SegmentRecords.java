package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/// The records of one kind in a segment, decoded once: a commit leaves most segments as they are. Deleted records are
/// included, since readers of one segment differ in what is deleted.
final class SegmentRecords<T> {
    private record Located<T>(int document, T value) {}

    private final List<Located<T>> values;

    private SegmentRecords(List<Located<T>> values) {
        this.values = values;
    }

    static <T> SegmentRecords<T> of(LeafReader segment, String field, DocumentReader.Decoder<T> decoder)
            throws IOException {
        List<Located<T>> values = new ArrayList<>();
        BinaryDocValues records = DocValues.getBinary(segment, field);
        while (records.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
            values.add(new Located<>(records.docID(), RecordParts.decoded(field, records.binaryValue(), decoder)));
        }
        return new SegmentRecords<>(List.copyOf(values));
    }

    /// Passes on the values of the documents that are live in a reader of the segment.
    void forEachLive(LeafReader segment, Consumer<T> consumer) {
        Bits live = segment.getLiveDocs();
        for (Located<T> located : values) {
            if (live == null || live.get(located.document)) {
                consumer.accept(located.value);
            }
        }
    }
}
