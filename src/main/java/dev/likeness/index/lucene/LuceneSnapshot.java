package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.documents.GalleryDocuments.CROP;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PATH;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;
import static dev.likeness.index.lucene.people.PeopleDocuments.ASSERTION_RECORD;
import static dev.likeness.index.lucene.people.PeopleDocuments.CHANGES;
import static dev.likeness.index.lucene.people.PeopleDocuments.EVENT_RECORD;
import static dev.likeness.index.lucene.people.PeopleDocuments.NAME;
import static dev.likeness.index.lucene.people.PeopleDocuments.PERSON_RECORD;
import static dev.likeness.index.lucene.people.PeopleDocuments.PROFILE_RECORD;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import dev.likeness.face.UnitVector;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LeafFaces;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.people.PeopleDocuments;
import dev.likeness.index.lucene.search.FaceSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A snapshot that holds one reference to a Lucene reader.
public final class LuceneSnapshot implements GallerySnapshot {
    private static final int MAX_K = 1000;
    private static final Comparator<StoredFace> BY_ID =
            Comparator.comparing(stored -> stored.face().id());

    @FunctionalInterface
    private interface Visitor {
        void visit(LeafReader reader, int document) throws IOException;
    }

    @FunctionalInterface
    private interface Decoder<T> {
        T decode(BytesRef document) throws IOException;
    }

    @FunctionalInterface
    private interface RecordConsumer {
        void accept(BytesRef document) throws IOException;
    }

    private final String what;
    private final Path generation;
    private final CommitData commit;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final int exactFaces;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// −1 until the first request: with deleted documents, counting reads the index.
    private volatile int faceCount = -1;

    /// Takes over one reference to the reader and releases it on [#close()].
    LuceneSnapshot(String gallery, Path generation, CommitData commit, DirectoryReader reader, int exactFaces) {
        this.what = "snapshot of gallery " + gallery;
        this.generation = generation;
        this.commit = commit;
        this.reader = reader;
        this.searcher = new IndexSearcher(reader);
        this.exactFaces = exactFaces;
    }

    @Override
    public EmbedderStamp embedder() {
        return commit.embedder();
    }

    @Override
    public boolean isPurgeDue() {
        return commit.purgeDue();
    }

    @Override
    public GalleryStatistics statistics() {
        return read(() -> {
            return new GalleryStatistics(
                    count(PHOTO_RECORD),
                    searcher.count(new TermQuery(GalleryDocuments.facelessTerm())),
                    faceCount(),
                    count(PERSON_RECORD),
                    reader.leaves().size(),
                    bytes());
        });
    }

    @Override
    public String version() {
        return generation.getFileName() + "-" + reader.getVersion();
    }

    @Override
    public List<PhotoId> photosAfter(@Nullable PhotoId after, int limit) {
        return read(() ->
                keysAfter(GalleryDocuments.PHOTO, after == null ? null : GalleryDocuments.key(after), limit).stream()
                        .map(key -> GalleryDocuments.readPhotoId(GalleryDocuments.input(key)))
                        .toList());
    }

    @Override
    public List<FaceId> facesAfter(@Nullable FaceId after, int limit) {
        return read(() ->
                keysAfter(GalleryDocuments.FACE, after == null ? null : GalleryDocuments.key(after), limit).stream()
                        .map(GalleryDocuments::faceIdOfKey)
                        .toList());
    }

    /// The keys of a field that follow this one and still have a document.
    private List<BytesRef> keysAfter(String field, @Nullable BytesRef after, int limit) throws IOException {
        List<BytesRef> keys = new ArrayList<>();
        Terms terms = MultiTerms.getTerms(reader, field);
        if (terms == null) {
            return keys;
        }
        TermsEnum all = terms.iterator();
        BytesRef key;
        if (after == null) {
            key = all.next();
        } else {
            key = switch (all.seekCeil(after)) {
                case END -> null;
                case FOUND -> all.next();
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

    @Override
    public Optional<StoredPhoto> photo(PhotoId id) {
        return read(() -> records(GalleryDocuments.photoTerm(id), PHOTO_RECORD, GalleryDocuments::photo).stream()
                .findFirst());
    }

    @Override
    public Optional<StoredPhoto> photoAt(String path) {
        return read(() -> records(new Term(PATH, path), PHOTO_RECORD, GalleryDocuments::photo).stream()
                .min(Comparator.comparing(StoredPhoto::id)));
    }

    @Override
    public List<StoredFace> faces(PhotoId photo) {
        return read(() -> {
            List<StoredFace> faces = new ArrayList<>();
            forEach(GalleryDocuments.partOf(photo), (segment, document) -> {
                var leaf = new LeafFaces(segment);
                if (leaf.at(document)) {
                    faces.add(leaf.face());
                }
            });
            faces.sort(BY_ID);
            return List.copyOf(faces);
        });
    }

    /// Streams the same faces as [#forEachFace] and those marked as not a face.
    void forEachFaceOfAll(Consumer<StoredFace> consumer) {
        stream(() -> {
            for (LeafReaderContext leaf : reader.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (faces.nextOfAll()) {
                    consumer.accept(faces.face());
                }
            }
        });
    }

    @Override
    public Optional<StoredFace> face(FaceId id) {
        return read(() -> {
            List<StoredFace> faces = new ArrayList<>();
            forEach(GalleryDocuments.faceTerm(id), (segment, document) -> {
                var leaf = new LeafFaces(segment);
                if (leaf.at(document)) {
                    faces.add(leaf.face());
                }
            });
            return faces.stream().findFirst();
        });
    }

    @Override
    public Optional<byte[]> crop(FaceId id) {
        return read(() -> stored(GalleryDocuments.faceTerm(id), CROP));
    }

    @Override
    public void forEachFace(Consumer<StoredFace> consumer) {
        stream(() -> {
            for (LeafReaderContext leaf : reader.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (faces.next()) {
                    consumer.accept(faces.face());
                }
            }
        });
    }

    @Override
    public void forEachFaceSummary(Consumer<FaceSummary> consumer) {
        stream(() -> {
            for (LeafReaderContext leaf : reader.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (faces.next()) {
                    consumer.accept(faces.sighting());
                }
            }
        });
    }

    @Override
    public void forEachPhoto(Consumer<StoredPhoto> consumer) {
        stream(() -> forEachRecord(PHOTO_RECORD, photo -> consumer.accept(GalleryDocuments.photo(photo))));
    }

    @Override
    public List<Person> people() {
        return read(() -> {
            List<Person> people = new ArrayList<>();
            forEachRecord(PERSON_RECORD, person -> people.add(PeopleDocuments.person(person)));
            people.sort(Comparator.comparing(Person::id));
            return List.copyOf(people);
        });
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return read(() -> records(PeopleDocuments.personTerm(id), PERSON_RECORD, PeopleDocuments::person).stream()
                .findFirst());
    }

    @Override
    public Map<PersonId, PersonProfile> profiles() {
        return read(() -> {
            Map<PersonId, PersonProfile> profiles = new HashMap<>();
            forEachRecord(PROFILE_RECORD, record -> PeopleDocuments.readProfile(record, profiles::put));
            return profiles;
        });
    }

    @Override
    public Optional<Person> personNamed(String name) {
        return read(() -> records(new Term(NAME, name), PERSON_RECORD, PeopleDocuments::person).stream()
                .min(Comparator.comparing(Person::id)));
    }

    @Override
    public List<Person> peopleNamed(String name) {
        return read(() -> records(new Term(NAME, name), PERSON_RECORD, PeopleDocuments::person).stream()
                .sorted(Comparator.comparing(Person::id))
                .toList());
    }

    @Override
    public List<StoredFace> facesOf(PersonId person) {
        return facesOf(Set.of(person));
    }

    @Override
    public List<StoredFace> facesOf(Set<PersonId> people) {
        Set<Long> wanted = people.stream().map(PersonId::value).collect(Collectors.toSet());
        return faces(face -> wanted.contains(face.identity()));
    }

    @Override
    public List<StoredFace> facesWithoutAssignment() {
        return faces(face -> !face.isPlaced());
    }

    @Override
    public int unassignedFaces() {
        return read(() -> {
            int faces = 0;
            for (LeafReaderContext leaf : reader.leaves()) {
                var all = new LeafFaces(leaf.reader());
                while (all.next()) {
                    faces += all.identity() == GalleryDocuments.UNASSIGNED ? 1 : 0;
                }
            }
            return faces;
        });
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(LeafFaces face) throws IOException;
    }

    /// The faces that meet a condition, ordered by face id.
    private List<StoredFace> faces(Condition condition) {
        return read(() -> {
            List<StoredFace> faces = new ArrayList<>();
            for (LeafReaderContext leaf : reader.leaves()) {
                var all = new LeafFaces(leaf.reader());
                while (all.next()) {
                    if (condition.holds(all)) {
                        faces.add(all.face());
                    }
                }
            }
            faces.sort(BY_ID);
            return List.copyOf(faces);
        });
    }

    @Override
    public Constraints constraints() {
        return read(() -> {
            Set<Long> known = new HashSet<>();
            for (Person person : people()) {
                if (person.hasUserData()) {
                    known.add(person.id().value());
                }
            }
            Map<FaceId, PersonId> held = new HashMap<>();
            for (LeafReaderContext leaf : reader.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (!known.isEmpty() && faces.next()) {
                    if (known.contains(faces.identity())) {
                        held.put(faces.id(), new PersonId(faces.identity()));
                    }
                }
            }
            // An assertion about a face takes precedence over user data of its person.
            Set<Rejection> rejections = new HashSet<>();
            for (Assertion assertion : assertions()) {
                if (assertion instanceof Assertion.Assigned said && isThere(said.face())) {
                    held.put(said.face(), said.person());
                }
                if (assertion instanceof Assertion.Rejected said && isThere(said.face())) {
                    rejections.add(new Rejection(said.face(), said.person()));
                }
            }
            return new Constraints(held, rejections);
        });
    }

    /// Whether the gallery has this face and it is not marked as not a face.
    private boolean isThere(FaceId id) throws IOException {
        boolean[] there = new boolean[1];
        forEach(GalleryDocuments.faceTerm(id), (segment, document) -> {
            var leaf = new LeafFaces(segment);
            there[0] |= leaf.at(document) && !leaf.isNotAFace();
        });
        return there[0];
    }

    @Override
    public Set<PersonId> constrainedPeople() {
        return read(() -> {
            Set<PersonId> people = new HashSet<>();
            for (Person person : people()) {
                if (person.hasUserData()) {
                    people.add(person.id());
                }
            }
            for (Assertion assertion : assertions()) {
                switch (assertion) {
                    case Assertion.Assigned held -> people.add(held.person());
                    case Assertion.Rejected refused -> people.add(refused.person());
                    case Assertion.DifferentPeople(PersonId one, PersonId other, long _) -> {
                        people.add(one);
                        people.add(other);
                    }
                    case Assertion.NotAFace _, Assertion.NotACopy _ -> {}
                }
            }
            return Set.copyOf(people);
        });
    }

    @Override
    public List<Assertion> assertions() {
        return read(() -> {
            List<Assertion> facts = new ArrayList<>();
            forEachRecord(ASSERTION_RECORD, fact -> facts.add(PeopleDocuments.assertion(fact)));
            return List.copyOf(facts);
        });
    }

    @Override
    public List<Assertion> assertionsOf(PhotoId photo) {
        return read(() -> records(PeopleDocuments.assertionsOf(photo), ASSERTION_RECORD, PeopleDocuments::assertion));
    }

    @Override
    public List<Assertion> assertionsOf(PersonId person) {
        return read(() -> commit.hasEventNumbers()
                ? records(PeopleDocuments.assertionsOf(person), ASSERTION_RECORD, PeopleDocuments::assertion)
                : assertions().stream()
                        .filter(assertion -> assertion.people().contains(person))
                        .toList());
    }

    @Override
    public Optional<Assertion> assertionLike(Assertion assertion) {
        return read(() ->
                records(PeopleDocuments.assertionTerm(assertion), ASSERTION_RECORD, PeopleDocuments::assertion).stream()
                        .findFirst());
    }

    @Override
    public Optional<PeopleEvent> event(long number) {
        return read(() -> records(PeopleDocuments.eventTerm(number), EVENT_RECORD, PeopleDocuments::event).stream()
                .findFirst());
    }

    @Override
    public List<PeopleEvent> events() {
        return read(() -> {
            List<PeopleEvent> events = new ArrayList<>();
            forEachRecord(EVENT_RECORD, event -> events.add(PeopleDocuments.event(event)));
            events.sort(Comparator.comparingLong(PeopleEvent::number));
            return List.copyOf(events);
        });
    }

    @Override
    public Optional<Changes> changes(long event) {
        return read(() -> {
            Optional<byte[]> changes = stored(PeopleDocuments.eventTerm(event), CHANGES);
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(PeopleDocuments.changes(new BytesRef(changes.get())));
        });
    }

    @Override
    public SearchHits nearest(UnitVector direction, int k, FaceFilter filter) {
        if (k < 1 || k > MAX_K) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "k must be between 1 and %d, got: %d".formatted(MAX_K, k));
        }
        return read(() -> search(direction, filter).nearest(k));
    }

    @Override
    public SearchHits within(UnitVector direction, float minCosine, FaceFilter filter) {
        if (!(minCosine >= -1 && minCosine <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minimum cosine must be between -1 and 1, got: " + minCosine);
        }
        return read(() -> search(direction, filter).within(minCosine));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LuceneFailures.translating(what, reader::decRef);
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            if (FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment) {
                for (String file : segment.getSegmentInfo().files()) {
                    try {
                        bytes += Files.size(generation.resolve(file));
                    } catch (NoSuchFileException _) {
                        // A merge, a deletion or a promotion has replaced the file; this snapshot still has
                        // it open.
                    }
                }
            }
        }
        return bytes;
    }

    private FaceSearch search(UnitVector direction, FaceFilter filter) throws IOException {
        int dimension = commit.embedder().dimension();
        if (direction.dimension() != dimension) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a query must have the dimension of the gallery's vectors, %d, got: %d"
                            .formatted(dimension, direction.dimension()));
        }
        return new FaceSearch(searcher, direction, filter, faceCount(), exactFaces);
    }

    private int faceCount() throws IOException {
        if (faceCount < 0) {
            faceCount = count(VECTOR);
        }
        return faceCount;
    }

    private int count(String recordField) throws IOException {
        return searcher.count(new FieldExistsQuery(recordField));
    }

    private <T> T read(LuceneFailures.Action<T> action) {
        return LuceneFailures.translated(what, () -> {
            requireOpen();
            return action.run();
        });
    }

    private void stream(LuceneFailures.Effect effect) {
        LuceneFailures.translating(what, () -> {
            requireOpen();
            effect.run();
        });
    }

    /// Another snapshot may hold the same reader open, so the reader's own check is not enough.
    private void requireOpen() {
        if (closed.get()) {
            throw new AlreadyClosedException(what);
        }
    }

    private void forEach(Term term, Visitor visitor) throws IOException {
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

    /// The stored bytes of the document with this term.
    private Optional<byte[]> stored(Term term, String field) throws IOException {
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

    private <T> List<T> records(Term term, String field, Decoder<T> decoder) throws IOException {
        List<T> decoded = new ArrayList<>();
        forEach(term, (segment, document) -> {
            BinaryDocValues records = DocValues.getBinary(segment, field);
            if (records.advanceExact(document)) {
                decoded.add(decoder.decode(records.binaryValue()));
            }
        });
        return decoded;
    }

    private void forEachRecord(String field, RecordConsumer consumer) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            BinaryDocValues records = DocValues.getBinary(leaf.reader(), field);
            Bits live = leaf.reader().getLiveDocs();
            while (records.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(records.docID())) {
                    consumer.accept(records.binaryValue());
                }
            }
        }
    }
}
