package dev.likeness.index.lucene.documents;

import static dev.likeness.index.lucene.documents.RecordParts.input;
import static dev.likeness.index.lucene.documents.RecordParts.readFileId;
import static dev.likeness.index.lucene.documents.RecordParts.readPhotoId;
import static dev.likeness.index.lucene.documents.RecordParts.write;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.Orientation;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.StoredFile;
import dev.likeness.index.StoredPhoto;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BitUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The record of a photo, [GalleryDocuments#PHOTO_RECORD]. Records of formats 1 and 2 do not have the photo's
/// files, and are read as they are.
public final class PhotoRecord {
    /// Added to the tag of a turn that a user said.
    private static final int BY_USER = 0x10;

    private static final byte NO_FILE = 0;
    private static final byte FILE = 1;
    private static final byte FILE_WITH_COMPANIONS = 2;

    private PhotoRecord() {}

    /// Encodes a photo.
    static BytesRef of(StoredPhoto photo) {
        var out = new ByteBuffersDataOutput();
        write(out, photo.id());
        out.writeInt(photo.width());
        out.writeInt(photo.height());
        out.writeLong(photo.bytes());
        GalleryDocuments.writeCaptureTime(out, photo.captureTime());
        out.writeString(photo.format());
        // A number of paths is not negative, so this marks the form of format 3.
        out.writeInt(~photo.paths().size());
        for (Map.Entry<String, Instant> path : photo.paths().entrySet()) {
            out.writeString(path.getKey());
            out.writeLong(path.getValue().toEpochMilli());
            writeFile(out, photo.files().get(path.getKey()));
        }
        out.writeByte((byte) (photo.fingerprint() == null ? 0 : 1));
        if (photo.fingerprint() != null) {
            out.writeBytes(photo.fingerprint().grays());
        }
        PhotoOrientation turns = photo.turns();
        out.writeByte((byte) (turns == null ? 0 : turns.stated().tag()));
        out.writeByte((byte) (turns == null ? 0 : turns.found().tag() + (turns.byUser() ? BY_USER : 0)));
        RecordParts.writeAll(out, photo.formerIds(), former -> write(out, former));
        return new BytesRef(out.toArrayCopy());
    }

    private static void writeFile(ByteBuffersDataOutput out, @Nullable StoredFile file) {
        out.writeByte(file == null ? NO_FILE : file.companions().isEmpty() ? FILE : FILE_WITH_COMPANIONS);
        if (file != null) {
            write(out, file.id());
            out.writeLong(file.bytes());
            if (!file.companions().isEmpty()) {
                RecordParts.writeAll(out, file.companions(), out::writeString);
            }
        }
    }

    private static @Nullable StoredFile readFile(ByteArrayDataInput in) throws IOException {
        byte form = in.readByte();
        if (form == NO_FILE) {
            return null;
        }
        StoredFile file = new StoredFile(readFileId(in), in.readLong());
        return form == FILE ? file : file.with(RecordParts.readAll(in, in::readString));
    }

    /// Decodes only what the place of a photo in a list depends on.
    public static PhotoPosition position(BytesRef record) throws IOException {
        var in = input(record);
        PhotoId id = readPhotoId(in);
        in.skipBytes(2 * Integer.BYTES + Long.BYTES);
        return new PhotoPosition(id, GalleryDocuments.readTime(in));
    }

    /// The capture time in a photo's record: milliseconds of the camera's clock, or `none`.
    ///
    /// @throws IndexOutOfBoundsException if the record is too short
    static long captured(BytesRef record, long none) {
        int flag = RecordParts.SHA256_BYTES + 2 * Integer.BYTES + Long.BYTES;
        Objects.checkIndex(flag, record.length);
        if (record.bytes[record.offset + flag] == 0) {
            return none;
        }
        Objects.checkFromIndexSize(flag + 1, Long.BYTES, record.length);
        return (long) BitUtil.VH_LE_LONG.get(record.bytes, record.offset + flag + 1);
    }

    /// Decodes only the paths of a photo, sorted.
    static List<String> paths(BytesRef record) throws IOException {
        var in = input(record);
        in.skipBytes(RecordParts.SHA256_BYTES + 2 * Integer.BYTES + Long.BYTES);
        GalleryDocuments.readTime(in);
        in.skipBytes(in.readVInt());
        int pathCount = in.readInt();
        boolean hasFiles = pathCount < 0;
        List<String> paths = new ArrayList<>();
        for (int left = hasFiles ? ~pathCount : pathCount; left > 0; left--) {
            paths.add(in.readString());
            in.skipBytes(Long.BYTES);
            if (hasFiles) {
                readFile(in);
            }
        }
        Collections.sort(paths);
        return paths;
    }

    /// Decodes a photo.
    public static StoredPhoto photo(BytesRef record) throws IOException {
        var in = input(record);
        PhotoId id = readPhotoId(in);
        int width = in.readInt();
        int height = in.readInt();
        long bytes = in.readLong();
        CaptureTime captureTime = GalleryDocuments.readCaptureTime(in);
        String format = in.readString();
        int pathCount = in.readInt();
        boolean hasFiles = pathCount < 0;
        SortedMap<String, Instant> paths = new TreeMap<>();
        SortedMap<String, StoredFile> files = new TreeMap<>();
        for (int left = hasFiles ? ~pathCount : pathCount; left > 0; left--) {
            String path = in.readString();
            paths.put(path, Instant.ofEpochMilli(in.readLong()));
            StoredFile file = hasFiles ? readFile(in) : null;
            if (file != null) {
                files.put(path, file);
            }
        }
        PerceptualFingerprint fingerprint = null;
        // Records of photos from before fingerprints were stored end here.
        if (hasFiles ? in.readByte() != 0 : !in.eof()) {
            byte[] grays = new byte[PerceptualFingerprint.SIDE * PerceptualFingerprint.SIDE];
            in.readBytes(grays, 0, grays.length);
            fingerprint = PerceptualFingerprint.of(grays);
        }
        int stated = hasFiles ? in.readByte() : 0;
        int found = hasFiles ? in.readByte() : 0;
        return new StoredPhoto(
                id,
                paths,
                width,
                height,
                captureTime,
                bytes,
                format,
                fingerprint,
                stated == 0
                        ? null
                        : new PhotoOrientation(
                                Orientation.ofTag(stated), Orientation.ofTag(found % BY_USER), found >= BY_USER),
                files,
                hasFiles ? RecordParts.readAll(in, () -> readPhotoId(in)) : List.of());
    }
}
