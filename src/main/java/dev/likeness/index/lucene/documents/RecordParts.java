package dev.likeness.index.lucene.documents;

import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The stored form of the values that occur in several kinds of records: ids, boxes, lists and optional texts.
/// Galleries contain these bytes, so a form must never change.
public final class RecordParts {
    public static final int SHA256_BYTES = 32;

    /// Reads one element of a list.
    @FunctionalInterface
    public interface ElementReader<T extends @Nullable Object> {
        T read() throws IOException;
    }

    private RecordParts() {}

    /// Decodes a record. Bytes that do not hold a valid value are damage of the file and never an error of the
    /// caller.
    ///
    /// @param field the field of the record, for the message
    /// @throws CorruptIndexException if the record cannot be decoded
    public static <T> T decoded(String field, BytesRef record, DocumentReader.Decoder<T> decoder) throws IOException {
        return valid(field, () -> decoder.decode(record));
    }

    /// Reads a value, as [#decoded].
    public static <T extends @Nullable Object> T valid(String field, ElementReader<T> reader) throws IOException {
        try {
            return reader.read();
        } catch (LikenessException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | DateTimeException
                | BufferUnderflowException e) {
            throw new CorruptIndexException("it holds no valid value: " + e.getMessage(), "field " + field, e);
        }
    }

    /// The term of a number; the byte order of terms is the order of positive numbers.
    public static BytesRef key(long number) {
        return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    public static ByteArrayDataInput input(BytesRef record) {
        return new ByteArrayDataInput(record.bytes, record.offset, record.length);
    }

    public static void write(ByteBuffersDataOutput out, PhotoId photo) {
        out.writeBytes(HexFormat.of().parseHex(photo.sha256()));
    }

    public static PhotoId readPhotoId(ByteArrayDataInput in) {
        return new PhotoId(readHash(in));
    }

    public static void write(ByteBuffersDataOutput out, FileId file) {
        out.writeBytes(HexFormat.of().parseHex(file.sha256()));
    }

    public static FileId readFileId(ByteArrayDataInput in) {
        return new FileId(readHash(in));
    }

    private static String readHash(ByteArrayDataInput in) {
        byte[] sha256 = new byte[SHA256_BYTES];
        in.readBytes(sha256, 0, SHA256_BYTES);
        return HexFormat.of().formatHex(sha256);
    }

    public static void write(ByteBuffersDataOutput out, FaceId face) {
        write(out, face.photo());
        out.writeInt(face.ordinal());
    }

    public static FaceId readFaceId(ByteArrayDataInput in) {
        return new FaceId(readPhotoId(in), in.readInt());
    }

    public static void write(ByteBuffersDataOutput out, Box box) {
        write(out, box.left());
        write(out, box.top());
        write(out, box.right());
        write(out, box.bottom());
    }

    public static Box readBox(ByteArrayDataInput in) {
        return new Box(readFloat(in), readFloat(in), readFloat(in), readFloat(in));
    }

    public static void write(ByteBuffersDataOutput out, float value) {
        out.writeInt(Float.floatToIntBits(value));
    }

    public static float readFloat(ByteArrayDataInput in) {
        return Float.intBitsToFloat(in.readInt());
    }

    public static void write(ByteBuffersDataOutput out, PersonId person) {
        out.writeLong(person.value());
    }

    public static PersonId readPersonId(ByteArrayDataInput in) {
        return new PersonId(in.readLong());
    }

    /// Writes the length of a list and then its elements.
    public static <T> void writeAll(ByteBuffersDataOutput out, List<T> elements, Consumer<T> writer) {
        out.writeInt(elements.size());
        elements.forEach(writer);
    }

    public static <T> List<T> readAll(ByteArrayDataInput in, ElementReader<T> reader) throws IOException {
        List<T> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            elements.add(reader.read());
        }
        return elements;
    }

    public static void writeText(ByteBuffersDataOutput out, @Nullable String text) {
        out.writeByte((byte) (text == null ? 0 : 1));
        if (text != null) {
            out.writeString(text);
        }
    }

    public static @Nullable String readText(ByteArrayDataInput in) throws IOException {
        return in.readByte() == 0 ? null : in.readString();
    }
}
