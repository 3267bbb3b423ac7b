package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.CROP;
import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE;
import static dev.likeness.index.lucene.documents.GalleryDocuments.FILE;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PATH;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PREVIEW;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Template;
import dev.likeness.index.FaceCursor;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.PhotoReader;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of [PhotoReader].
public final class LucenePhotoReader implements PhotoReader {
    private static final Comparator<StoredFace> BY_ID =
            Comparator.comparing(stored -> stored.face().id());

    /// Of 512 components, nine megabytes.
    private static final int MAX_TEMPLATES = 4096;

    /// Number of keys with a prefix that are read at a time.
    private static final int PREFIX_KEYS = 16;

    /// Receives the iterator at each of its faces in turn.
    @FunctionalInterface
    private interface FaceVisitor {
        void visit(LeafFaces face) throws IOException;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(LeafFaces face) throws IOException;
    }

    private final DocumentReader documents;

    public LucenePhotoReader(DocumentReader documents) {
        this.documents = documents;
    }

    @Override
    public List<PhotoId> photosAfter(@Nullable PhotoId after, int limit) {
        return documents.read(
                () -> documents.keysAfter(PHOTO, after == null ? null : GalleryDocuments.key(after), limit).stream()
                        .map(key -> RecordParts.readPhotoId(RecordParts.input(key)))
                        .toList());
    }

    @Override
    public List<FaceId> facesAfter(@Nullable FaceId after, int limit) {
        return documents.read(
                () -> documents.keysAfter(FACE, after == null ? null : GalleryDocuments.key(after), limit).stream()
                        .map(GalleryDocuments::faceIdOfKey)
                        .toList());
    }

    @Override
    public Optional<StoredPhoto> photo(PhotoId id) {
        return documents.read(() -> {
            List<StoredPhoto> found = photos(GalleryDocuments.photoTerm(id));
            return (found.isEmpty() ? photos(new Term(FILE, GalleryDocuments.key(id))) : found)
                    .stream().min(Comparator.comparing(StoredPhoto::id));
        });
    }

    @Override
    public Optional<StoredPhoto> photoWithPrefix(String digits) {
        return documents.read(() -> {
            for (String field : List.of(PHOTO, FILE)) {
                Optional<BytesRef> key = firstWithPrefix(field, digits);
                if (key.isPresent()) {
                    return photos(new Term(field, key.get())).stream().min(Comparator.comparing(StoredPhoto::id));
                }
            }
            return Optional.empty();
        });
    }

    private Optional<BytesRef> firstWithPrefix(String field, String digits) throws IOException {
        return documents.keysFrom(field, firstKey(digits), 1).stream()
                .filter(key -> hex(key).startsWith(digits))
                .findFirst();
    }

    /// The first key that may start with these digits.
    private static BytesRef firstKey(String digits) {
        String padded = digits + "0".repeat(2 * RecordParts.SHA256_BYTES - digits.length());
        return new BytesRef(HexFormat.of().parseHex(padded));
    }

    private static String hex(BytesRef key) {
        return HexFormat.of().formatHex(key.bytes, key.offset, key.offset + key.length);
    }

    @Override
    public List<StoredPhoto> photosWithPrefix(String digits) {
        return documents.read(() -> {
            SortedMap<PhotoId, StoredPhoto> found = new TreeMap<>();
            for (String field : List.of(PHOTO, FILE)) {
                List<BytesRef> keys = documents.keysFrom(field, firstKey(digits), PREFIX_KEYS);
                while (!keys.isEmpty() && hex(keys.getFirst()).startsWith(digits)) {
                    for (BytesRef key : keys) {
                        if (hex(key).startsWith(digits)) {
                            photos(new Term(field, key)).forEach(photo -> found.put(photo.id(), photo));
                        }
                    }
                    keys = documents.keysAfter(field, keys.getLast(), PREFIX_KEYS);
                }
            }
            return List.copyOf(found.values());
        });
    }

    private List<StoredPhoto> photos(Term term) throws IOException {
        return documents.records(term, PHOTO_RECORD, PhotoRecord::photo);
    }

    @Override
    public Optional<StoredPhoto> photoAt(String path) {
        return photosAt(path).stream().findFirst();
    }

    @Override
    public List<StoredPhoto> photosAt(String path) {
        return documents.read(() -> photos(new Term(PATH, path)).stream()
                .sorted(Comparator.comparing(
                                (StoredPhoto photo) -> photo.paths().getOrDefault(path, Instant.MIN),
                                Comparator.reverseOrder())
                        .thenComparing(StoredPhoto::id))
                .toList());
    }

    @Override
    public List<StoredFace> faces(PhotoId photo) {
        return documents.read(() -> {
            List<StoredFace> faces = faces(GalleryDocuments.partOf(photo));
            faces.sort(BY_ID);
            return List.copyOf(faces);
        });
    }

    @Override
    public Optional<StoredFace> face(FaceId id) {
        return documents.read(
                () -> faces(GalleryDocuments.faceTerm(id)).stream().findFirst());
    }

    private List<StoredFace> faces(Term term) throws IOException {
        List<StoredFace> faces = new ArrayList<>();
        documents.forEach(term, (segment, document) -> {
            var leaf = new LeafFaces(segment);
            if (leaf.at(document)) {
                faces.add(leaf.face());
            }
        });
        return faces;
    }

    @Override
    public Optional<byte[]> crop(FaceId id) {
        return documents.read(() -> documents.stored(GalleryDocuments.faceTerm(id), CROP));
    }

    @Override
    public Optional<byte[]> preview(PhotoId id) {
        return documents.read(() -> documents.stored(GalleryDocuments.previewTerm(id), PREVIEW));
    }

    @Override
    public void forEachFace(Consumer<StoredFace> consumer) {
        documents.stream(() -> visitFaces(face -> consumer.accept(face.face())));
    }

    @Override
    public void forEachStoredFace(Consumer<StoredFace> consumer) {
        documents.stream(() -> {
            for (LeafReaderContext leaf : documents.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (faces.nextOfAll()) {
                    consumer.accept(faces.face());
                }
            }
        });
    }

    @Override
    public void scanFaces(Consumer<FaceCursor> consumer) {
        scanStoredFaces(face -> {
            if (!face.isNotAFace()) {
                consumer.accept(face);
            }
        });
    }

    @Override
    public void scanStoredFaces(Consumer<FaceCursor> consumer) {
        documents.stream(() -> {
            try {
                for (LeafReaderContext leaf : documents.leaves()) {
                    var cursor = new LeafFaceCursor(leaf.reader(), documents.faces(leaf));
                    while (cursor.next()) {
                        consumer.accept(cursor);
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    /// What is kept of a reader.
    private record KnownTotals(Map<PersonId, FaceTotals> people) {}

    @Override
    public Map<PersonId, FaceTotals> faceTotals() {
        return documents
                .read(() -> documents.once(
                        KnownTotals.class,
                        () -> new KnownTotals(Collections.unmodifiableMap(PersonSum.all(documents)))))
                .people();
    }

    @Override
    public Optional<FaceTotals> faceTotals(PersonId person) {
        return documents.read(() -> {
            Optional<KnownTotals> known = documents.known(KnownTotals.class);
            return known.isPresent()
                    ? Optional.ofNullable(known.get().people().get(person))
                    : PersonSum.of(documents, person);
        });
    }

    @Override
    public void forEachPhoto(Consumer<StoredPhoto> consumer) {
        documents.stream(() -> documents.forEachRecord(PHOTO_RECORD, PhotoRecord::photo, consumer));
    }

    @Override
    public List<StoredFace> facesOf(PersonId person) {
        return facesOf(Set.of(person));
    }

    @Override
    public List<StoredFace> facesOf(Set<PersonId> people) {
        Set<Long> wanted = people.stream().map(PersonId::value).collect(Collectors.toSet());
        return documents.read(() -> {
            List<StoredFace> faces = new ArrayList<>();
            for (LeafReaderContext leaf : documents.leaves()) {
                var segment = new LeafFaces(leaf.reader());
                for (int document : documents.people(leaf).documents(wanted)) {
                    if (segment.at(document)) {
                        faces.add(segment.face());
                    }
                }
            }
            faces.sort(BY_ID);
            return List.copyOf(faces);
        });
    }

    /// What is kept of a reader.
    private record Templates(RecentValues<PersonId, Optional<Template>> known) {}

    @Override
    public Optional<Template> template(PersonId person) {
        return documents
                .read(() -> documents.once(Templates.class, () -> new Templates(new RecentValues<>(MAX_TEMPLATES))))
                .known()
                .get(person, this::pooled);
    }

    private Optional<Template> pooled(PersonId person) {
        List<StoredFace> faces = facesOf(person);
        return faces.isEmpty()
                ? Optional.empty()
                : Optional.of(Template.of(
                        faces.stream().map(face -> face.face().embedding()).toList()));
    }

    @Override
    public void forEachTemplate(Set<PersonId> people, BiConsumer<PersonId, Template> consumer) {
        documents.stream(() -> PersonTemplates.forEach(documents, people, consumer));
    }

    @Override
    public List<FaceId> clearestFaces(PersonId person, int limit) {
        return documents.read(() -> ClearestFaces.of(documents, person, limit));
    }

    @Override
    public List<StoredFace> facesWithoutAssignment() {
        return faces(face -> !face.hasAssignment());
    }

    @Override
    public int unassignedFaces() {
        int[] faces = {0};
        scanFaces(face -> faces[0] += face.person() == null ? 1 : 0);
        return faces[0];
    }

    /// The faces that meet a condition, ordered by face id.
    private List<StoredFace> faces(Condition condition) {
        return documents.read(() -> {
            List<StoredFace> faces = new ArrayList<>();
            visitFaces(face -> {
                if (condition.holds(face)) {
                    faces.add(face.face());
                }
            });
            faces.sort(BY_ID);
            return List.copyOf(faces);
        });
    }

    /// Visits every face except those marked as not a face.
    private void visitFaces(FaceVisitor visitor) throws IOException {
        for (LeafReaderContext leaf : documents.leaves()) {
            var faces = new LeafFaces(leaf.reader());
            while (faces.next()) {
                visitor.visit(faces);
            }
        }
    }
}
