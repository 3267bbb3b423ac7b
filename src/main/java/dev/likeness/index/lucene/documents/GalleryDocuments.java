package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.RecordParts.SHA256_BYTES;
import static dev.likeness.index.lucene.documents.RecordParts.input;
import static dev.likeness.index.lucene.documents.RecordParts.readBox;
import static dev.likeness.index.lucene.documents.RecordParts.readFaceId;
import static dev.likeness.index.lucene.documents.RecordParts.readFloat;
import static dev.likeness.index.lucene.documents.RecordParts.readPhotoId;
import static dev.likeness.index.lucene.documents.RecordParts.write;

import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FoundFace;
import dev.likeness.index.Match;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FloatField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The format of the documents for photos and faces. The documents for user data are in `index.lucene.people`.
///
/// The immutable part of a document is one binary doc value, its *record*. Unlike a stored field it is read
/// without decompressing the crops of neighbouring documents, so a million faces can be streamed. In addition
/// there are only the fields that are searched (terms, ranges, the vector) and those that are updated in
/// place, the person and the assignment.
///
///     photo       PART_OF  PHOTO  FILE*  PATH*  FACELESS?  PHOTO_RECORD
///     face        PART_OF  FACE  VECTOR  MAGNITUDE  CAPTURED?  PERSON  ASSIGNMENT  FACE_RECORD  CROP
///     not a face  PART_OF  FACE  NOT_A_FACE                    PERSON  ASSIGNMENT  FACE_RECORD  CROP
///     preview     PART_OF  PREVIEW_OF  PREVIEW_RECORD  PREVIEW
///
/// A detection marked as not a face lacks the fields that are searched, so searches need no extra filter. Its
/// vector is stored in NOT_A_FACE in case the user unmarks it.
public final class GalleryDocuments {
    /// The photo that a photo or face document belongs to; its documents are replaced or removed together.
    public static final String PART_OF = "part_of";

    public static final String PHOTO = "photo";
    /// Hashes of the photo's files, and its former ids. Galleries of format 2 do not have this field.
    public static final String FILE = "file";

    public static final String PATH = "path";
    /// Set on photos without a face.
    static final String FACELESS = "faceless";

    public static final String PHOTO_RECORD = "photo.record";

    public static final String FACE = "face";
    public static final String VECTOR = "vector";
    public static final String MAGNITUDE = "magnitude";
    /// Milliseconds of the camera's clock, treated as UTC.
    public static final String CAPTURED = "captured";
    /// The person's id, or [#UNASSIGNED]. A doc value, because no other kind of field can be updated in
    /// place.
    public static final String PERSON = "identity";

    /// The face's assignment; see [#number(Assignment)]. Galleries of format 1 do not have this field.
    public static final String ASSIGNMENT = "placement";

    /// The vector of a detection marked as not a face.
    static final String NOT_A_FACE = "aside";

    public static final String FACE_RECORD = "face.record";
    public static final String CROP = "crop";

    static final String PREVIEW_OF = "preview_of";

    /// The photo's id.
    public static final String PREVIEW_RECORD = "preview.record";

    public static final String PREVIEW = "preview";

    public static final long UNASSIGNED = 0;

    /// Value of a face without an assignment yet.
    static final long NO_ASSIGNMENT = 0;

    /// Size of a box, five landmarks and a score.
    private static final int PRECISIONS = 4;
    private static final int DETECTION_BYTES = (4 + 2 * 5 + 1) * Float.BYTES;

    private static final String TRUE = "y";

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private GalleryDocuments() {}

    public static Document photo(StoredPhoto photo, boolean faceless) {
        var document = new Document();
        document.add(new StringField(PART_OF, key(photo.id()), Field.Store.NO));
        document.add(new StringField(PHOTO, key(photo.id()), Field.Store.NO));
        for (FileId file : photo.files().isEmpty() ? List.<FileId>of() : photo.fileIds()) {
            document.add(new StringField(FILE, key(file), Field.Store.NO));
        }
        for (PhotoId former : photo.formerIds()) {
            document.add(new StringField(FILE, key(former), Field.Store.NO));
        }
        for (String path : photo.paths().keySet()) {
            document.add(new StringField(PATH, path, Field.Store.NO));
        }
        if (faceless) {
            document.add(new StringField(FACELESS, TRUE, Field.Store.NO));
        }
        document.add(new BinaryDocValuesField(PHOTO_RECORD, PhotoRecord.of(photo)));
        return document;
    }

    public static Document face(NewFace newFace, @Nullable LocalDateTime captureTime) {
        return face(new StoredFace(newFace.face(), newFace.person(), null, false, captureTime), newFace.crop());
    }

    /// The document of a face as it is stored.
    ///
    /// @param crop null if the face's picture is lost
    public static Document face(StoredFace stored, byte @Nullable [] crop) {
        Face face = stored.face();
        LocalDateTime captureTime = stored.captureTime();
        var document = new Document();
        document.add(new StringField(PART_OF, key(face.id().photo()), Field.Store.NO));
        document.add(new StringField(FACE, key(face.id()), Field.Store.NO));
        float[] vector = face.embedding().direction().toArray();
        if (stored.notAFace()) {
            document.add(new BinaryDocValuesField(NOT_A_FACE, bytes(vector)));
        } else {
            document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
            document.add(new FloatField(MAGNITUDE, face.embedding().magnitude(), Field.Store.NO));
            if (captureTime != null) {
                document.add(new LongField(CAPTURED, millis(captureTime), Field.Store.NO));
            }
        }
        document.add(new NumericDocValuesField(PERSON, number(stored.person())));
        document.add(new NumericDocValuesField(ASSIGNMENT, number(stored.assignment())));
        document.add(new BinaryDocValuesField(FACE_RECORD, record(face, captureTime)));
        if (crop != null) {
            document.add(new StoredField(CROP, crop));
        }
        return document;
    }

    /// A preview has a document of its own, so that no change of the photo or of a face copies it.
    public static Document preview(PhotoId photo, byte[] jpeg) {
        var document = new Document();
        document.add(new StringField(PART_OF, key(photo), Field.Store.NO));
        document.add(new StringField(PREVIEW_OF, key(photo), Field.Store.NO));
        document.add(new BinaryDocValuesField(PREVIEW_RECORD, key(photo)));
        document.add(new StoredField(PREVIEW, jpeg));
        return document;
    }

    /// The photo of a preview, from [#PREVIEW_RECORD].
    public static PhotoId previewOf(BytesRef record) {
        return readPhotoId(input(record));
    }

    public static Term previewTerm(PhotoId photo) {
        return new Term(PREVIEW_OF, key(photo));
    }

    public static Term partOf(PhotoId photo) {
        return new Term(PART_OF, key(photo));
    }

    public static Term photoTerm(PhotoId photo) {
        return new Term(PHOTO, key(photo));
    }

    public static Term faceTerm(FaceId face) {
        return new Term(FACE, key(face));
    }

    public static Term facelessTerm() {
        return new Term(FACELESS, TRUE);
    }

    public static BytesRef key(PhotoId photo) {
        return new BytesRef(HexFormat.of().parseHex(photo.sha256()));
    }

    static BytesRef key(FileId file) {
        return new BytesRef(HexFormat.of().parseHex(file.sha256()));
    }

    public static BytesRef key(FaceId face) {
        return new BytesRef(ByteBuffer.allocate(SHA256_BYTES + Integer.BYTES)
                .put(HexFormat.of().parseHex(face.photo().sha256()))
                .putInt(face.ordinal())
                .array());
    }

    /// Parses a [#key(FaceId)]. The byte order of keys is the order of face ids.
    public static FaceId faceIdOfKey(BytesRef key) {
        PhotoId photo = readPhotoId(input(key));
        return new FaceId(
                photo, ByteBuffer.wrap(key.bytes, key.offset, key.length).getInt(key.offset + SHA256_BYTES));
    }

    public static long number(@Nullable PersonId person) {
        return person == null ? UNASSIGNED : person.value();
    }

    public static @Nullable PersonId person(long number) {
        return number == UNASSIGNED ? null : new PersonId(number);
    }

    /// Encodes an assignment: the reason in the upper half, the bits of the margin in the lower.
    public static long number(@Nullable Assignment assignment) {
        if (assignment == null) {
            return NO_ASSIGNMENT;
        }
        long reason = switch (assignment.reason()) {
            case USER -> 1;
            case CORE -> 2;
            case JOINED -> 3;
            case NO_SIMILAR_FACE -> 4;
            case LOW_QUALITY -> 5;
            case AMBIGUOUS -> 6;
            case REJECTED -> 7;
        };
        return reason << Integer.SIZE | Integer.toUnsignedLong(Float.floatToIntBits(assignment.margin()));
    }

    public static @Nullable Assignment assignment(long number) throws CorruptIndexException {
        if (number == NO_ASSIGNMENT) {
            return null;
        }
        Reason reason = switch ((int) (number >>> Integer.SIZE)) {
            case 1 -> Reason.USER;
            case 2 -> Reason.CORE;
            case 3 -> Reason.JOINED;
            case 4 -> Reason.NO_SIMILAR_FACE;
            case 5 -> Reason.LOW_QUALITY;
            case 6 -> Reason.AMBIGUOUS;
            case 7 -> Reason.REJECTED;
            default -> throw new CorruptIndexException("unknown kind of assignment: " + number, ASSIGNMENT);
        };
        return new Assignment(reason, Float.intBitsToFloat((int) number));
    }

    public static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /// This time as milliseconds, rounded up to a whole one.
    public static long millisFrom(LocalDateTime time) {
        return millis(time.plusNanos(999_999));
    }

    static LocalDateTime time(long millis) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * 1_000_000, ZoneOffset.UTC);
    }

    private static BytesRef record(Face face, @Nullable LocalDateTime captureTime) {
        Detection detection = face.detection();
        var out = new ByteBuffersDataOutput();
        // Write the id first, so that faceId can read it without the rest.
        write(out, face.id());
        write(out, face.embedding().magnitude());
        write(out, detection.box());
        for (Point point : detection.landmarks().points()) {
            write(out, point.x());
            write(out, point.y());
        }
        write(out, detection.score());
        writeTime(out, captureTime);
        return new BytesRef(out.toArrayCopy());
    }

    static FaceId faceId(BytesRef record) {
        return readFaceId(input(record));
    }

    /// What an answer shows of a face.
    static FoundFace found(BytesRef record, Match match, List<String> paths) {
        var in = input(record);
        in.skipBytes(SHA256_BYTES + Integer.BYTES + Float.BYTES);
        return new FoundFace(match, readDetection(in), readTime(in), paths);
    }

    private static Detection readDetection(ByteArrayDataInput in) {
        Box box = readBox(in);
        var landmarks = new Landmarks(readPoint(in), readPoint(in), readPoint(in), readPoint(in), readPoint(in));
        return new Detection(box, landmarks, readFloat(in));
    }

    static StoredFace face(
            BytesRef record, UnitVector direction, long person, @Nullable Assignment assignment, boolean notAFace) {
        var in = input(record);
        FaceId id = readFaceId(in);
        var embedding = new Embedding(direction, readFloat(in));
        Detection detection = readDetection(in);
        return new StoredFace(new Face(id, detection, embedding), person(person), assignment, notAFace, readTime(in));
    }

    /// The first eight bytes of the photo's id in the record of a photo or of a face. Ids have the order of these bytes
    /// without a sign, as far as they differ.
    public static long photoHead(BytesRef record) {
        return (long) BIG_ENDIAN_LONG.get(record.bytes, record.offset);
    }

    /// As [#photoHead(BytesRef)].
    public static long photoHead(PhotoId photo) {
        return Long.parseUnsignedLong(photo.sha256(), 0, 2 * Long.BYTES, 16);
    }

    /// The last eight bytes of the photo's id in a face's record.
    static long photoTail(BytesRef record) {
        return (long) BIG_ENDIAN_LONG.get(record.bytes, record.offset + SHA256_BYTES - Long.BYTES);
    }

    /// A hash of the photo's id in the record of a photo or of a face, or in its key: the same number for the
    /// same photo, and another one for others.
    public static long photoHash(BytesRef record) {
        return photoHead(record) ^ Long.rotateLeft(photoTail(record), 1);
    }

    static int ordinal(BytesRef record) {
        return (int) BitUtil.VH_LE_INT.get(record.bytes, record.offset + SHA256_BYTES);
    }

    static float magnitude(BytesRef record) {
        return (float) BitUtil.VH_LE_FLOAT.get(record.bytes, record.offset + SHA256_BYTES + Integer.BYTES);
    }

    /// The capture time in a face's record, which ends with it: milliseconds of the camera's clock, or `none`.
    ///
    /// @throws IndexOutOfBoundsException if the record is too short
    static long captured(BytesRef record, long none) {
        int flag = SHA256_BYTES + Integer.BYTES + Float.BYTES + DETECTION_BYTES;
        Objects.checkIndex(flag, record.length);
        if (record.bytes[record.offset + flag] == 0) {
            return none;
        }
        Objects.checkFromIndexSize(flag + 1, Long.BYTES, record.length);
        return (long) BitUtil.VH_LE_LONG.get(record.bytes, record.offset + flag + 1);
    }

    /// Decodes a vector from [#NOT_A_FACE].
    static UnitVector vector(BytesRef bytes) {
        var components = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length).asFloatBuffer().get(components);
        return UnitVector.of(components);
    }

    private static BytesRef bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return new BytesRef(bytes.array());
    }

    /// The photo's id as stored in [#PART_OF], from the record of a photo or of a face.
    public static BytesRef photoKey(BytesRef record) {
        return BytesRef.deepCopyOf(new BytesRef(record.bytes, record.offset, SHA256_BYTES));
    }

    /// Whether two records, of photos or of faces, are of the same photo.
    static boolean haveSamePhoto(BytesRef one, BytesRef other) {
        return one.length >= SHA256_BYTES
                && other.length >= SHA256_BYTES
                && Arrays.equals(
                        one.bytes,
                        one.offset,
                        one.offset + SHA256_BYTES,
                        other.bytes,
                        other.offset,
                        other.offset + SHA256_BYTES);
    }

    private static Point readPoint(ByteArrayDataInput in) {
        return new Point(readFloat(in), readFloat(in));
    }

    static void writeTime(ByteBuffersDataOutput out, @Nullable LocalDateTime time) {
        out.writeByte((byte) (time == null ? 0 : 1));
        if (time != null) {
            out.writeLong(millis(time));
        }
    }

    /// Writes a time as [#writeTime] does. Source and precision are in the byte that says that there is a
    /// time: 1, as versions without them write it, is EXIF to the second. Those versions read every byte but
    /// 0 as 1.
    static void writeCaptureTime(ByteBuffersDataOutput out, @Nullable CaptureTime captured) {
        if (captured == null) {
            out.writeByte((byte) 0);
        } else {
            int kind =
                    captured.source().code() * PRECISIONS + captured.precision().code();
            out.writeByte((byte) (1 + kind));
            out.writeLong(millis(captured.time()));
        }
    }

    static @Nullable CaptureTime readCaptureTime(ByteArrayDataInput in) {
        int kind = in.readByte() - 1;
        if (kind < 0) {
            return null;
        }
        LocalDateTime time = time(in.readLong());
        return new CaptureTime(
                time,
                CaptureTime.Precision.ofCode(kind % PRECISIONS).orElse(CaptureTime.Precision.SECOND),
                CaptureTime.Source.ofCode(kind / PRECISIONS).orElse(CaptureTime.Source.EXIF));
    }

    static @Nullable LocalDateTime readTime(ByteArrayDataInput in) {
        return in.readByte() == 0 ? null : time(in.readLong());
    }
}
