package dev.likeness.index.lucene.check;

import static dev.likeness.index.lucene.documents.GalleryDocuments.CROP;
import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PHOTO_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PREVIEW;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PREVIEW_RECORD;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.check.DocumentScan.Place;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LeafFaces;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.documents.PhotoRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.jspecify.annotations.Nullable;

/// The photos and faces of a [Salvage]. A face that is lost with its photo or its vector leaves an implicit
/// assertion if its person has user data, as the removal of a photo does: it applies when the photo returns.
final class PhotoSalvage {
    /// Stands for a vector that is not needed.
    private static final UnitVector ANY_DIRECTION = UnitVector.of(1);

    private static final double MAX_ROUNDING_ERROR = 1e-5;

    private final DocumentScan scan;
    private final Findings findings;
    private final Predicate<byte[]> isPicture;
    private final Map<PersonId, Person> people;
    private final Salvage.Output output;

    private final BytesRefHash photos = new BytesRefHash();
    private final BytesRefHash faces = new BytesRefHash();
    private final BytesRefHash photosWithFaces = new BytesRefHash();
    private final Set<PersonId> named = new HashSet<>();
    private final Map<LeafReader, LeafFaces> iterators = new HashMap<>();
    private final List<Assertion> implicit = new ArrayList<>();

    /// @param people the people whose documents are there
    PhotoSalvage(
            DocumentScan scan,
            Findings findings,
            Predicate<byte[]> isPicture,
            Map<PersonId, Person> people,
            Salvage.Output output) {
        this.scan = scan;
        this.findings = findings;
        this.isPicture = isPicture;
        this.people = people;
        this.output = output;
    }

    /// Passes on the photos and faces.
    ///
    /// @return the people whom faces name
    Set<PersonId> run() throws IOException {
        scan.forEach(PHOTO_RECORD, "a photo", PhotoRecord::photo, this::notePhoto);
        scan.forEach(FACE_RECORD, "a face", BytesRef::deepCopyOf, (at, _) -> face(at));
        Set<PhotoId> written = new HashSet<>();
        scan.forEach(PHOTO_RECORD, "a photo", PhotoRecord::photo, (_, photo) -> {
            BytesRef key = GalleryDocuments.key(photo.id());
            if (photos.find(key) >= 0 && written.add(photo.id())) {
                output.add(GalleryDocuments.photo(photo, photosWithFaces.find(key) < 0));
            }
        });
        scan.forEach(PREVIEW_RECORD, "a preview", GalleryDocuments::previewOf, this::preview);
        return named;
    }

    private void preview(Place at, PhotoId photo) throws IOException {
        String where = "preview of photo " + photo;
        if (!at.hasTerm(GalleryDocuments.previewTerm(photo)) || !at.hasTerm(GalleryDocuments.partOf(photo))) {
            findings.add(at.toString(), "a preview and the index of terms have different ids", "leaves it out");
        } else if (photos.find(GalleryDocuments.key(photo)) < 0) {
            findings.add(where, "its photo is missing", "leaves it out");
        } else {
            byte[] jpeg = picture(at, PREVIEW, where, "keeps the photo without it");
            if (jpeg != null) {
                output.add(GalleryDocuments.preview(photo, jpeg));
            }
        }
    }

    private void notePhoto(Place at, StoredPhoto photo) throws IOException {
        if (!at.hasTerm(GalleryDocuments.photoTerm(photo.id())) || !at.hasTerm(GalleryDocuments.partOf(photo.id()))) {
            findings.add(at.toString(), "a photo and the index of terms have different ids", "leaves it out");
        } else if (photos.add(GalleryDocuments.key(photo.id())) < 0) {
            findings.add("photo " + photo.id(), "is there twice", "keeps the first");
        }
    }

    private void face(Place at) throws IOException {
        LeafFaces iterator;
        StoredFace withoutVector;
        try {
            iterator = iterators.computeIfAbsent(at.leaf(), PhotoSalvage::iterator);
            if (!iterator.at(at.document())) {
                return;
            }
            withoutVector = iterator.faceWith(ANY_DIRECTION);
        } catch (IOException | RuntimeException e) {
            findings.add(
                    scan.index().place(at.toString()),
                    "a face that cannot be read: " + LuceneFailures.reason(e),
                    "leaves it out");
            return;
        }
        FaceId id = withoutVector.face().id();
        String where = "face " + id;
        if (!at.hasTerm(GalleryDocuments.faceTerm(id)) || !at.hasTerm(GalleryDocuments.partOf(id.photo()))) {
            findings.add(at.toString(), "a face and the index of terms have different ids", "leaves it out");
            return;
        }
        if (faces.add(GalleryDocuments.key(id)) < 0) {
            findings.add(where, "is there twice", "keeps the first");
            return;
        }
        if (photos.find(GalleryDocuments.key(id.photo())) < 0) {
            findings.add(
                    where, "its photo is missing", "leaves it out; what users stated applies again with the photo");
            remember(withoutVector);
            return;
        }
        StoredFace face;
        try {
            face = iterator.face();
            if (!at.segment().isIntact(SegmentPart.VECTORS)) {
                requireExactLength(face.face().embedding().direction());
            }
        } catch (IOException | RuntimeException e) {
            findings.add(
                    where,
                    "its vector cannot be used: " + LuceneFailures.reason(e),
                    "leaves it out; what users stated applies again when the photo is ingested again");
            remember(withoutVector);
            return;
        }
        photosWithFaces.add(GalleryDocuments.key(id.photo()));
        StoredFace kept = isPersonCredible(at, face) ? face : withoutPerson(face);
        if (kept.person() != null) {
            named.add(kept.person());
        }
        output.add(GalleryDocuments.face(kept, picture(at, CROP, where, "keeps the face without it")));
    }

    /// Of a vector that was stored as it was computed, only rounding errors differ from length 1.
    private static void requireExactLength(UnitVector direction) {
        double length = UnitVector.norm(direction.toArray());
        if (Math.abs(length - 1) > MAX_ROUNDING_ERROR) {
            throw new IllegalArgumentException("its length is " + length);
        }
    }

    private static LeafFaces iterator(LeafReader leaf) {
        try {
            return new LeafFaces(leaf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the person of a face can be what was stored. Only an intact file may name a person who is missing.
    private boolean isPersonCredible(Place at, StoredFace face) {
        boolean isIntact =
                at.segment().isIntact(SegmentPart.ASSIGNMENTS) && at.segment().isIntact(SegmentPart.RECORDS);
        return at.segment().knowsPeople() && (isIntact || face.person() == null || people.containsKey(face.person()));
    }

    private static StoredFace withoutPerson(StoredFace face) {
        return new StoredFace(face.face(), null, null, face.notAFace(), face.captureTime());
    }

    /// The implicit assertions for faces that are lost.
    List<Assertion> implicit() {
        return implicit;
    }

    private void remember(StoredFace face) {
        PersonId id = face.person();
        Person person = id == null ? null : people.get(id);
        if (person != null && person.hasUserData()) {
            implicit.add(new Assertion.Assigned(
                    face.face().id(), face.face().detection().box(), person.id(), false, Assertion.NO_EVENT));
        }
    }

    /// A stored picture; null if it is lost.
    ///
    /// @param repair what a repair does without it
    private byte @Nullable [] picture(Place at, String field, String where, String repair) {
        String problem;
        try {
            Optional<BytesRef> stored = at.stored(field);
            if (stored.isEmpty()) {
                findings.note(
                        field.equals(CROP)
                                ? "faces have no picture; they can be searched, but not re-embedded"
                                : "previews have no picture; photos are shown from their files");
                return null;
            }
            byte[] jpeg = BytesRef.deepCopyOf(stored.get()).bytes;
            if (isPicture.test(jpeg)) {
                return jpeg;
            }
            problem = "its picture cannot be decoded";
        } catch (IOException | RuntimeException e) {
            problem = "its picture cannot be read: " + LuceneFailures.reason(e);
        }
        findings.add(where, problem, repair);
        return null;
    }
}
