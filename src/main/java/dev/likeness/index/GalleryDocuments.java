package dev.likeness.index;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FloatField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The form of the three kinds of document: a photo, a face, a person.
///
/// What never changes of a document is one binary doc value, its *record*: unlike a stored field it is read without
/// decompressing its neighbours' crops, and a million faces stream by. Beside it stand only the fields that are
/// searched (terms, ranges, the vector) and the one that is updated in place, the identity.
///
///     photo     PART_OF  PHOTO  PATH*  FACELESS?  PHOTO_RECORD
///     face      PART_OF  FACE  VECTOR  MAGNITUDE  CAPTURED?  IDENTITY  FACE_RECORD  CROP
///     person    PERSON  NAME?  PERSON_RECORD
final class GalleryDocuments {
    /// The photo a photo or face document belongs to; what is replaced or removed together.
    static final String PART_OF = "part_of";

    static final String PHOTO = "photo";
    static final String PATH = "path";
    /// On photos without a face.
    static final String FACELESS = "faceless";

    static final String PHOTO_RECORD = "photo.record";

    static final String FACE = "face";
    static final String VECTOR = "vector";
    static final String MAGNITUDE = "magnitude";
    /// Milliseconds of the camera's clock, counted as if it stood in UTC.
    static final String CAPTURED = "captured";
    /// The person's id; [#NOBODY] for none. No field but a doc value can be updated in place.
    static final String IDENTITY = "identity";

    static final String FACE_RECORD = "face.record";
    static final String CROP = "crop";

    static final String PERSON = "person";
    static final String NAME = "name";
    static final String PERSON_RECORD = "person.record";

    static final long NOBODY = 0;

    private static final int SHA256_BYTES = 32;
    private static final String YES = "y";

    private GalleryDocuments() {}

    static Document photo(StoredPhoto photo, boolean faceless) {
        var document = new Document();
        document.add(new StringField(PART_OF, key(photo.id()), Field.Store.NO));
        document.add(new StringField(PHOTO, key(photo.id()), Field.Store.NO));
        for (String path : photo.paths().keySet()) {
            document.add(new StringField(PATH, path, Field.Store.NO));
        }
        if (faceless) {
            document.add(new StringField(FACELESS, YES, Field.Store.NO));
        }
        document.add(new BinaryDocValuesField(PHOTO_RECORD, record(photo)));
        return document;
    }

    static Document face(NewFace newFace, @Nullable LocalDateTime captureTime) {
        Face face = newFace.face();
        var document = new Document();
        document.add(new StringField(PART_OF, key(face.id().photo()), Field.Store.NO));
        document.add(new StringField(FACE, key(face.id()), Field.Store.NO));
        document.add(new KnnFloatVectorField(
                VECTOR, face.embedding().direction().toArray(), VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new FloatField(MAGNITUDE, face.embedding().magnitude(), Field.Store.NO));
        if (captureTime != null) {
            document.add(new LongField(CAPTURED, millis(captureTime), Field.Store.NO));
        }
        document.add(new NumericDocValuesField(IDENTITY, number(newFace.identity())));
        document.add(new BinaryDocValuesField(FACE_RECORD, record(face, captureTime)));
        document.add(new StoredField(CROP, newFace.crop()));
        return document;
    }

    static Document person(Identity person) {
        var document = new Document();
        document.add(new StringField(PERSON, key(person.id()), Field.Store.NO));
        if (person.name() != null) {
            document.add(new StringField(NAME, person.name(), Field.Store.NO));
        }
        document.add(new BinaryDocValuesField(PERSON_RECORD, record(person)));
        return document;
    }

    static Term partOf(PhotoId photo) {
        return new Term(PART_OF, key(photo));
    }

    static Term photoTerm(PhotoId photo) {
        return new Term(PHOTO, key(photo));
    }

    static Term faceTerm(FaceId face) {
        return new Term(FACE, key(face));
    }

    static Term personTerm(IdentityId person) {
        return new Term(PERSON, key(person));
    }

    static Term facelessTerm() {
        return new Term(FACELESS, YES);
    }

    private static BytesRef key(PhotoId photo) {
        return new BytesRef(HexFormat.of().parseHex(photo.sha256()));
    }

    private static BytesRef key(FaceId face) {
        return new BytesRef(ByteBuffer.allocate(SHA256_BYTES + Integer.BYTES)
                .put(HexFormat.of().parseHex(face.photo().sha256()))
                .putInt(face.ordinal())
                .array());
    }

    private static BytesRef key(IdentityId person) {
        return new BytesRef(
                ByteBuffer.allocate(Long.BYTES).putLong(person.value()).array());
    }

    static long number(@Nullable IdentityId identity) {
        return identity == null ? NOBODY : identity.value();
    }

    static @Nullable IdentityId identity(long number) {
        return number == NOBODY ? null : new IdentityId(number);
    }

    static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /// The first whole millisecond that is not before this time.
    static long millisFrom(LocalDateTime time) {
        return millis(time.plusNanos(999_999));
    }

    private static LocalDateTime time(long millis) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * 1_000_000, ZoneOffset.UTC);
    }

    private static BytesRef record(Face face, @Nullable LocalDateTime captureTime) {
        Detection detection = face.detection();
        var out = new ByteBuffersDataOutput();
        // The id comes first: faceId reads it without the rest.
        write(out, face.id().photo());
        out.writeInt(face.id().ordinal());
        write(out, face.embedding().magnitude());
        write(out, detection.box().left());
        write(out, detection.box().top());
        write(out, detection.box().right());
        write(out, detection.box().bottom());
        for (Point point : detection.landmarks().points()) {
            write(out, point.x());
            write(out, point.y());
        }
        write(out, detection.score());
        write(out, captureTime);
        return new BytesRef(out.toArrayCopy());
    }

    static FaceId faceId(BytesRef record) {
        var in = input(record);
        return new FaceId(readPhotoId(in), in.readInt());
    }

    static float magnitude(BytesRef record) {
        var in = input(record);
        in.skipBytes(SHA256_BYTES + Integer.BYTES);
        return readFloat(in);
    }

    static StoredFace face(BytesRef record, UnitVector direction, long identity) {
        var in = input(record);
        var id = new FaceId(readPhotoId(in), in.readInt());
        var embedding = new Embedding(direction, readFloat(in));
        var box = new Box(readFloat(in), readFloat(in), readFloat(in), readFloat(in));
        var landmarks = new Landmarks(readPoint(in), readPoint(in), readPoint(in), readPoint(in), readPoint(in));
        var detection = new Detection(box, landmarks, readFloat(in));
        return new StoredFace(new Face(id, detection, embedding), identity(identity), readTime(in));
    }

    private static BytesRef record(StoredPhoto photo) {
        var out = new ByteBuffersDataOutput();
        write(out, photo.id());
        out.writeInt(photo.width());
        out.writeInt(photo.height());
        out.writeLong(photo.bytes());
        write(out, photo.captureTime());
        out.writeString(photo.format());
        out.writeInt(photo.paths().size());
        for (Map.Entry<String, Instant> path : photo.paths().entrySet()) {
            out.writeString(path.getKey());
            out.writeLong(path.getValue().toEpochMilli());
        }
        return new BytesRef(out.toArrayCopy());
    }

    /// The photo's id as it stands in [#PART_OF].
    static BytesRef photoKey(BytesRef record) {
        return BytesRef.deepCopyOf(new BytesRef(record.bytes, record.offset, SHA256_BYTES));
    }

    static StoredPhoto photo(BytesRef record) throws IOException {
        var in = input(record);
        PhotoId id = readPhotoId(in);
        int width = in.readInt();
        int height = in.readInt();
        long bytes = in.readLong();
        LocalDateTime captureTime = readTime(in);
        String format = in.readString();
        SortedMap<String, Instant> paths = new TreeMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            paths.put(in.readString(), Instant.ofEpochMilli(in.readLong()));
        }
        return new StoredPhoto(id, paths, width, height, captureTime, bytes, format);
    }

    private static BytesRef record(Identity person) {
        var out = new ByteBuffersDataOutput();
        out.writeLong(person.id().value());
        out.writeByte((byte) (person.name() == null ? 0 : 1));
        if (person.name() != null) {
            out.writeString(person.name());
        }
        return new BytesRef(out.toArrayCopy());
    }

    static Identity person(BytesRef record) throws IOException {
        var in = input(record);
        var id = new IdentityId(in.readLong());
        return new Identity(id, in.readByte() == 0 ? null : in.readString());
    }

    private static ByteArrayDataInput input(BytesRef record) {
        return new ByteArrayDataInput(record.bytes, record.offset, record.length);
    }

    private static void write(ByteBuffersDataOutput out, PhotoId photo) {
        out.writeBytes(HexFormat.of().parseHex(photo.sha256()));
    }

    private static PhotoId readPhotoId(ByteArrayDataInput in) {
        byte[] sha256 = new byte[SHA256_BYTES];
        in.readBytes(sha256, 0, SHA256_BYTES);
        return new PhotoId(HexFormat.of().formatHex(sha256));
    }

    private static void write(ByteBuffersDataOutput out, float value) {
        out.writeInt(Float.floatToIntBits(value));
    }

    private static float readFloat(ByteArrayDataInput in) {
        return Float.intBitsToFloat(in.readInt());
    }

    private static Point readPoint(ByteArrayDataInput in) {
        return new Point(readFloat(in), readFloat(in));
    }

    private static void write(ByteBuffersDataOutput out, @Nullable LocalDateTime time) {
        out.writeByte((byte) (time == null ? 0 : 1));
        if (time != null) {
            out.writeLong(millis(time));
        }
    }

    private static @Nullable LocalDateTime readTime(ByteArrayDataInput in) {
        return in.readByte() == 0 ? null : time(in.readLong());
    }
}
