package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.ASSIGNMENT;
import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PERSON;
import static dev.likeness.index.lucene.documents.RecordParts.SHA256_BYTES;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.FaceCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A cursor over the live faces of one segment. What changes of a face is read from doc values, the rest from
/// [SegmentFaces], and the id from the face's record. Its failures are [UncheckedIOException]. For use by one thread.
final class LeafFaceCursor implements FaceCursor {
    private final SegmentFaces faces;
    private final BinaryDocValues records;
    private final NumericDocValues people;
    private final NumericDocValues assignments;
    private final @Nullable Bits live;
    private int face = -1;

    /// The id that faces were compared with last, and the key of its photo.
    private @Nullable FaceId compared;

    private BytesRef comparedPhoto = new BytesRef();

    LeafFaceCursor(LeafReader segment, SegmentFaces faces) throws IOException {
        this.faces = faces;
        this.records = DocValues.getBinary(segment, FACE_RECORD);
        this.people = DocValues.getNumeric(segment, PERSON);
        this.assignments = DocValues.getNumeric(segment, ASSIGNMENT);
        this.live = segment.getLiveDocs();
    }

    /// Moves to the next live face, including those marked as not a face.
    boolean next() {
        do {
            face++;
        } while (face < faces.size() && live != null && !live.get(faces.document(face)));
        return face < faces.size();
    }

    @Override
    public FaceId face() {
        return unchecked(() -> RecordParts.valid(FACE_RECORD, () -> GalleryDocuments.faceId(record())));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a pass compares with the same object again and again
    public int compareId(FaceId other) {
        if (other != compared) {
            compared = other;
            comparedPhoto = GalleryDocuments.key(other.photo());
        }
        return unchecked(() -> RecordParts.valid(FACE_RECORD, () -> {
            BytesRef record = record();
            int byPhoto = Arrays.compareUnsigned(
                    record.bytes,
                    record.offset,
                    record.offset + SHA256_BYTES,
                    comparedPhoto.bytes,
                    comparedPhoto.offset,
                    comparedPhoto.offset + comparedPhoto.length);
            if (byPhoto != 0) {
                return byPhoto;
            }
            ByteArrayDataInput in = RecordParts.input(record);
            in.skipBytes(SHA256_BYTES);
            return Integer.compare(in.readInt(), other.ordinal());
        }));
    }

    private BytesRef record() throws IOException {
        records.advanceExact(faces.document(face));
        return records.binaryValue();
    }

    @Override
    public float magnitude() {
        return faces.magnitude(face);
    }

    @Override
    public @Nullable PersonId person() {
        return LeafFaceCursor.<@Nullable PersonId>unchecked(
                () -> people.advanceExact(faces.document(face)) ? GalleryDocuments.person(people.longValue()) : null);
    }

    @Override
    public @Nullable Assignment assignment() {
        return LeafFaceCursor.<@Nullable Assignment>unchecked(() -> assignments.advanceExact(faces.document(face))
                ? RecordParts.<@Nullable Assignment>valid(
                        ASSIGNMENT, () -> GalleryDocuments.assignment(assignments.longValue()))
                : null);
    }

    @Override
    public @Nullable LocalDateTime captureTime() {
        long captured = faces.captured(face);
        return captured == SegmentFaces.NO_TIME ? null : GalleryDocuments.time(captured);
    }

    @Override
    public boolean isNotAFace() {
        return faces.isNotAFace(face);
    }

    private static <T extends @Nullable Object> T unchecked(LuceneFailures.Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
