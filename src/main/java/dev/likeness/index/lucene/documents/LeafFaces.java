package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.GalleryDocuments.ASSIGNMENT;
import static dev.likeness.index.lucene.documents.GalleryDocuments.FACE_RECORD;
import static dev.likeness.index.lucene.documents.GalleryDocuments.NOT_A_FACE;
import static dev.likeness.index.lucene.documents.GalleryDocuments.PERSON;
import static dev.likeness.index.lucene.documents.GalleryDocuments.VECTOR;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A forward-only iterator over the live faces of one segment. It reads only the data that is asked for. For
/// use by one thread.
public final class LeafFaces {
    private final BinaryDocValues records;
    private final NumericDocValues people;
    private final NumericDocValues assignments;
    private final BinaryDocValues notFaces;
    private final @Nullable FloatVectorValues vectors;
    private final @Nullable DocIndexIterator vectorPositions;
    private final @Nullable Bits live;

    public LeafFaces(LeafReader reader) throws IOException {
        records = DocValues.getBinary(reader, FACE_RECORD);
        people = DocValues.getNumeric(reader, PERSON);
        assignments = DocValues.getNumeric(reader, ASSIGNMENT);
        notFaces = DocValues.getBinary(reader, NOT_A_FACE);
        vectors = reader.getFloatVectorValues(VECTOR);
        vectorPositions = vectors == null ? null : vectors.iterator();
        live = reader.getLiveDocs();
    }

    /// Moves to the next live face that is not marked as not a face.
    public boolean next() throws IOException {
        while (nextOfAll()) {
            if (!isNotAFace()) {
                return true;
            }
        }
        return false;
    }

    /// Moves to the next live face, including those marked as not a face.
    public boolean nextOfAll() throws IOException {
        int document = records.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(document)) {
            document = records.nextDoc();
        }
        return document != DocIdSetIterator.NO_MORE_DOCS;
    }

    /// Moves to a document of this segment at or after the current one; false if it is not a live face.
    public boolean at(int document) throws IOException {
        return records.advanceExact(document) && (live == null || live.get(document));
    }

    public FaceId id() throws IOException {
        return GalleryDocuments.faceId(records.binaryValue());
    }

    /// The photo's id as stored in [GalleryDocuments#PART_OF].
    public BytesRef photoKey() throws IOException {
        return GalleryDocuments.photoKey(records.binaryValue());
    }

    public float magnitude() throws IOException {
        return GalleryDocuments.magnitude(records.binaryValue());
    }

    /// The id of this face's person, or [GalleryDocuments#UNASSIGNED].
    public long person() throws IOException {
        return people.advanceExact(records.docID()) ? people.longValue() : GalleryDocuments.UNASSIGNED;
    }

    /// Whether this face is marked as not a face.
    public boolean isNotAFace() throws IOException {
        return notFaces.advanceExact(records.docID());
    }

    /// Whether this face has been processed since it was added or moved.
    public boolean hasAssignment() throws IOException {
        return assignments.advanceExact(records.docID()) && assignments.longValue() != GalleryDocuments.NO_ASSIGNMENT;
    }

    private @Nullable Assignment assignment() throws IOException {
        return assignments.advanceExact(records.docID()) ? GalleryDocuments.assignment(assignments.longValue()) : null;
    }

    public Match match(float cosine) throws IOException {
        return RecordParts.valid(
                FACE_RECORD,
                () -> new Match(
                        id(),
                        cosine,
                        GalleryDocuments.magnitude(records.binaryValue()),
                        GalleryDocuments.person(person())));
    }

    public StoredFace face() throws IOException {
        boolean notAFace = isNotAFace();
        UnitVector direction = notAFace
                ? RecordParts.valid(NOT_A_FACE, () -> GalleryDocuments.vector(notFaces.binaryValue()))
                : direction();
        return RecordParts.valid(
                FACE_RECORD,
                () -> GalleryDocuments.face(records.binaryValue(), direction, person(), assignment(), notAFace));
    }

    /// The face with another vector than the stored one, which is not read.
    public StoredFace faceWith(UnitVector direction) throws IOException {
        return RecordParts.valid(
                FACE_RECORD,
                () -> GalleryDocuments.face(records.binaryValue(), direction, person(), assignment(), isNotAFace()));
    }

    private UnitVector direction() throws IOException {
        if (vectors == null || vectorPositions == null || vectorPositions.advance(records.docID()) != records.docID()) {
            throw new CorruptIndexException("face " + id() + " has no vector", FACE_RECORD);
        }
        FloatVectorValues values = vectors;
        int index = vectorPositions.index();
        return RecordParts.valid(VECTOR, () -> UnitVector.of(values.vectorValue(index)));
    }
}
