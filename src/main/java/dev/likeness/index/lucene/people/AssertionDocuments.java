package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.documents.RecordParts.SHA256_BYTES;
import static dev.likeness.index.lucene.documents.RecordParts.input;
import static dev.likeness.index.lucene.documents.RecordParts.readBox;
import static dev.likeness.index.lucene.documents.RecordParts.readFaceId;
import static dev.likeness.index.lucene.documents.RecordParts.readPersonId;
import static dev.likeness.index.lucene.documents.RecordParts.readPhotoId;
import static dev.likeness.index.lucene.documents.RecordParts.write;

import dev.likeness.face.Assertion;
import dev.likeness.face.Box;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.RecordParts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/// The format of the document for an assertion of a user.
///
///     assertion  ASSERTION  ASSERTION_PHOTO?  ASSERTION_PERSON*  ASSERTION_RECORD
///
/// Assertions are not part of a photo's documents: they outlive them and apply again when the photo returns.
/// ASSERTION is the key and contains the subject of the assertion. It identifies a face by its photo and box,
/// because the face's ordinal may change.
public final class AssertionDocuments {
    static final String ASSERTION = "fact";
    static final String ASSERTION_PHOTO = "fact.photo";
    static final String ASSERTION_PERSON = "fact.person";
    public static final String ASSERTION_RECORD = "fact.record";

    private static final byte ASSIGNED = 1;
    private static final byte REJECTED = 2;
    private static final byte NOT_A_FACE = 3;
    private static final byte DIFFERENT = 4;
    private static final byte NOT_A_COPY = 5;

    private AssertionDocuments() {}

    public static Document assertion(Assertion assertion) {
        var document = new Document();
        document.add(new StringField(ASSERTION, key(assertion), Field.Store.NO));
        if (assertion instanceof Assertion.FaceAssertion ofFace) {
            document.add(new StringField(
                    ASSERTION_PHOTO, GalleryDocuments.key(ofFace.face().photo()), Field.Store.NO));
        }
        for (PersonId person : assertion.people()) {
            document.add(new StringField(ASSERTION_PERSON, RecordParts.key(person.value()), Field.Store.NO));
        }
        var out = new ByteBuffersDataOutput();
        writeAssertion(out, assertion);
        document.add(new BinaryDocValuesField(ASSERTION_RECORD, new BytesRef(out.toArrayCopy())));
        return document;
    }

    public static Term assertionTerm(Assertion assertion) {
        return new Term(ASSERTION, key(assertion));
    }

    /// The term of the assertions about faces of a photo.
    static Term assertionsOf(PhotoId photo) {
        return new Term(ASSERTION_PHOTO, GalleryDocuments.key(photo));
    }

    /// The term of the assertions that name a person. Versions whose commits have no event numbers did not
    /// write it.
    static Term assertionsOf(PersonId person) {
        return new Term(ASSERTION_PERSON, RecordParts.key(person.value()));
    }

    private static BytesRef key(Assertion assertion) {
        return switch (assertion) {
            case Assertion.Assigned assigned ->
                key(ASSIGNED, assigned, assigned.person().value());
            case Assertion.Rejected rejected ->
                key(REJECTED, rejected, rejected.person().value());
            case Assertion.NotAFace notAFace -> key(NOT_A_FACE, notAFace, 0);
            case Assertion.NotACopy notACopy ->
                new BytesRef(ByteBuffer.allocate(1 + 2 * SHA256_BYTES)
                        .put(NOT_A_COPY)
                        .put(HexFormat.of().parseHex(notACopy.one().sha256()))
                        .put(HexFormat.of().parseHex(notACopy.other().sha256()))
                        .array());
            case Assertion.DifferentPeople different ->
                new BytesRef(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(DIFFERENT)
                        .putLong(different.one().value())
                        .putLong(different.other().value())
                        .array());
        };
    }

    private static BytesRef key(byte kind, Assertion.FaceAssertion assertion, long person) {
        Box box = assertion.box();
        return new BytesRef(ByteBuffer.allocate(1 + SHA256_BYTES + 4 * Float.BYTES + Long.BYTES)
                .put(kind)
                .put(HexFormat.of().parseHex(assertion.face().photo().sha256()))
                .putFloat(box.left())
                .putFloat(box.top())
                .putFloat(box.right())
                .putFloat(box.bottom())
                .putLong(person)
                .array());
    }

    static void writeAssertion(ByteBuffersDataOutput out, Assertion assertion) {
        switch (assertion) {
            case Assertion.Assigned assigned -> {
                writeOfFace(out, ASSIGNED, assigned);
                write(out, assigned.person());
                out.writeByte((byte) (assigned.confirmed() ? 1 : 0));
            }
            case Assertion.Rejected rejected -> {
                writeOfFace(out, REJECTED, rejected);
                write(out, rejected.person());
            }
            case Assertion.NotAFace notAFace -> writeOfFace(out, NOT_A_FACE, notAFace);
            case Assertion.NotACopy notACopy -> {
                out.writeByte(NOT_A_COPY);
                out.writeLong(notACopy.event());
                write(out, notACopy.one());
                write(out, notACopy.other());
            }
            case Assertion.DifferentPeople different -> {
                out.writeByte(DIFFERENT);
                out.writeLong(different.event());
                write(out, different.one());
                write(out, different.other());
            }
        }
    }

    private static void writeOfFace(ByteBuffersDataOutput out, byte kind, Assertion.FaceAssertion assertion) {
        out.writeByte(kind);
        out.writeLong(assertion.event());
        write(out, assertion.face());
        write(out, assertion.box());
    }

    public static Assertion assertion(BytesRef record) throws IOException {
        return readAssertion(input(record));
    }

    static Assertion readAssertion(ByteArrayDataInput in) throws IOException {
        byte kind = in.readByte();
        long event = in.readLong();
        return switch (kind) {
            case ASSIGNED ->
                new Assertion.Assigned(readFaceId(in), readBox(in), readPersonId(in), in.readByte() == 1, event);
            case REJECTED -> new Assertion.Rejected(readFaceId(in), readBox(in), readPersonId(in), event);
            case NOT_A_FACE -> new Assertion.NotAFace(readFaceId(in), readBox(in), event);
            case DIFFERENT -> new Assertion.DifferentPeople(readPersonId(in), readPersonId(in), event);
            case NOT_A_COPY -> new Assertion.NotACopy(readPhotoId(in), readPhotoId(in), event);
            default -> throw new CorruptIndexException("unknown kind of assertion: " + kind, ASSERTION_RECORD);
        };
    }
}
