package dev.likeness.index.lucene.documents;

import dev.likeness.face.LikenessException;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Reads live documents, by term or in a stream, from one reference to a Lucene reader. The methods that
/// throw [IOException] must run inside [#read] or [#stream], which convert exceptions and reject a closed
/// reader. Safe for use by several threads.
public final class DocumentReader implements AutoCloseable {
    /// Receives a document by its segment and its number in the segment.
    @FunctionalInterface
    public interface Visitor {
        void visit(LeafReader segment, int document) throws IOException;
    }

    /// Decodes a document's record.
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(BytesRef record) throws IOException;
    }

    private final Subject subject;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final ReaderMemo memo;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Takes over one reference to the reader and releases it on [#close()].
    ///
    /// @param subject the object that is read, for error messages
    /// @param memo of this reader
    public DocumentReader(Subject subject, DirectoryReader reader, ReaderMemo memo) {
        this.subject = subject;
        this.reader = reader;
        this.memo = memo;
        this.searcher = new IndexSearcher(reader);
    }

    /// Runs an action that reads documents.
    public <T extends @Nullable Object> T read(LuceneFailures.Action<T> action) {
        return LuceneFailures.translated(subject, () -> {
            requireOpen();
            try {
                return action.run();
            } catch (LikenessException | AlreadyClosedException e) {
                throw e;
            } catch (RuntimeException e) {
                throw diagnosed(e);
            }
        });
    }

    /// Runs an effect that reads documents.
    public void stream(LuceneFailures.Effect effect) {
        this.<@Nullable Void>read(() -> {
            effect.run();
            return null;
        });
    }

    /// The cause of an exception that Lucene does not throw on purpose: damaged files may lead to any. They
    /// are read in full only then, because a search that fails is rare and a gallery may be large.
    ///
    /// @throws CorruptIndexException if the files are damaged
    private RuntimeException diagnosed(RuntimeException failure) throws IOException {
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
        } catch (CorruptIndexException damage) {
            damage.addSuppressed(failure);
            throw damage;
        }
        return failure;
    }

    /// Another owner may hold the same Lucene reader open, so the reader's own check is not enough.
    private void requireOpen() {
        if (closed.get()) {
            throw new AlreadyClosedException(subject.text());
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LuceneFailures.translating(subject, reader::decRef);
        }
    }

    public IndexSearcher searcher() {
        return searcher;
    }

    public List<LeafReaderContext> leaves() {
        return reader.leaves();
    }

    /// The value of a type, which is computed once for all snapshots of the reader.
    public <T> T once(Class<T> type, ReaderMemo.Computation<T> computation) throws IOException {
        return memo.get(type, computation);
    }

    /// The value of [#once], if it was computed already.
    <T> Optional<T> known(Class<T> type) {
        return memo.known(type);
    }

    /// The value of a type that all readers of the gallery share.
    public <T> T shared(Class<T> type, Supplier<T> first) {
        return memo.gallery().shared(type, first);
    }

    /// Which documents of a segment are the faces of each person.
    public SegmentPeople people(LeafReaderContext segment) throws IOException {
        return memo.gallery().people(segment.reader());
    }

    /// The faces of a segment, as far as they never change.
    public SegmentFaces faces(LeafReaderContext segment) throws IOException {
        return memo.gallery().faces(segment.reader());
    }

    /// The photos of a segment, as far as their order needs them.
    public SegmentPhotos photos(LeafReaderContext segment) throws IOException {
        return memo.gallery().photos(segment.reader());
    }

    /// The version of the Lucene reader; it changes with every change of the index.
    public long version() {
        return reader.getVersion();
    }

    /// The number of live documents with this field.
    public int count(String field) throws IOException {
        return searcher.count(new FieldExistsQuery(field));
    }

    /// Visits the documents with this term.
    public void forEach(Term term, Visitor visitor) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            PostingsEnum documents = leaf.reader().postings(term, PostingsEnum.NONE);
            if (documents == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(documents.docID())) {
                    visitor.visit(leaf.reader(), documents.docID());
                }
            }
        }
    }

    /// The keys of a field that follow this one and still have a document, in the order of their bytes.
    ///
    /// @param after null to start at the first key
    public List<BytesRef> keysAfter(String field, @Nullable BytesRef after, int limit) throws IOException {
        return keys(field, after, false, limit);
    }

    /// This key and those that follow it and still have a document, in the order of their bytes.
    public List<BytesRef> keysFrom(String field, BytesRef first, int limit) throws IOException {
        return keys(field, first, true, limit);
    }

    private List<BytesRef> keys(String field, @Nullable BytesRef start, boolean inclusive, int limit)
            throws IOException {
        List<BytesRef> keys = new ArrayList<>();
        Terms terms = MultiTerms.getTerms(reader, field);
        if (terms == null) {
            return keys;
        }
        TermsEnum all = terms.iterator();
        BytesRef key;
        if (start == null) {
            key = all.next();
        } else {
            key = switch (all.seekCeil(start)) {
                case END -> null;
                case FOUND -> inclusive ? all.term() : all.next();
                case NOT_FOUND -> all.term();
            };
        }
        while (key != null && keys.size() < limit) {
            BytesRef copy = BytesRef.deepCopyOf(key);
            boolean[] lives = {false};
            forEach(new Term(field, copy), (_, _) -> lives[0] = true);
            if (lives[0]) {
                keys.add(copy);
            }
            key = all.next();
        }
        return keys;
    }

    /// The decoded records of the documents with this term.
    public <T> List<T> records(Term term, String field, Decoder<T> decoder) throws IOException {
        List<T> decoded = new ArrayList<>();
        forEach(term, (segment, document) -> {
            BinaryDocValues records = DocValues.getBinary(segment, field);
            if (records.advanceExact(document)) {
                decoded.add(RecordParts.decoded(field, records.binaryValue(), decoder));
            }
        });
        return decoded;
    }

    /// Streams the decoded records of all documents that have this field.
    public <T> void forEachRecord(String field, Decoder<T> decoder, Consumer<T> consumer) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            BinaryDocValues records = DocValues.getBinary(leaf.reader(), field);
            Bits live = leaf.reader().getLiveDocs();
            while (records.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(records.docID())) {
                    consumer.accept(RecordParts.decoded(field, records.binaryValue(), decoder));
                }
            }
        }
    }

    /// Passes on the decoded records of all documents that have this field, and keeps them with their segments.
    ///
    /// @param type names the kind of records
    public <T> void forEachKept(Class<T> type, String field, Decoder<T> decoder, Consumer<T> consumer)
            throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            memo.gallery().records(type, leaf.reader(), field, decoder).forEachLive(leaf.reader(), consumer);
        }
    }

    /// The bytes of a stored field of the first document with this term.
    public Optional<byte[]> stored(Term term, String field) throws IOException {
        List<byte[]> found = new ArrayList<>();
        forEach(term, (segment, document) -> {
            BytesRef bytes =
                    segment.storedFields().document(document, Set.of(field)).getBinaryValue(field);
            if (bytes != null) {
                found.add(BytesRef.deepCopyOf(bytes).bytes);
            }
        });
        return found.stream().findFirst();
    }
}
