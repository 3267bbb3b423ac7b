package dev.likeness.index.lucene;

import dev.likeness.face.Box;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Photos and faces for tests, made without a picture.
public final class GalleryFixtures {
    static final EmbedderStamp PLANE = new EmbedderStamp("plane", 2, "a".repeat(64));
    static final EmbedderStamp OTHER_PLANE = new EmbedderStamp("other-plane", 2, "b".repeat(64));

    private GalleryFixtures() {}

    public static PhotoId photoId(String name) {
        return PhotoId.ofFile(name.getBytes(StandardCharsets.UTF_8));
    }

    /// A photo whose path is its name.
    public static StoredPhoto photo(String name) {
        return photo(name, null, name);
    }

    public static StoredPhoto photo(String name, @Nullable LocalDateTime captureTime, String... paths) {
        return new StoredPhoto(
                photoId(name),
                paths(paths),
                640,
                480,
                captureTime == null ? null : CaptureTime.exif(captureTime),
                12_345,
                "JPEG");
    }

    static FaceId faceId(String photo, int ordinal) {
        return new FaceId(photoId(photo), ordinal);
    }

    static NewFace face(String photo, int ordinal, float magnitude, float... vector) {
        return face(photo, ordinal, magnitude, UnitVector.normalized(vector));
    }

    public static NewFace face(String photo, int ordinal, float magnitude, UnitVector direction) {
        float left = 10 + 100 * ordinal;
        var landmarks = new Landmarks(
                new Point(left + 20, 40),
                new Point(left + 50, 41),
                new Point(left + 35, 60),
                new Point(left + 22, 75),
                new Point(left + 48, 76.5f));
        var detection = new Detection(new Box(left, 20, left + 70, 110), landmarks, 0.875f);
        var found = new Face(faceId(photo, ordinal), detection, new Embedding(direction, magnitude));
        return new NewFace(found, crop(found.id()));
    }

    /// Bytes in place of a JPEG; they name the face.
    static byte[] crop(FaceId id) {
        return ("crop of " + id).getBytes(StandardCharsets.UTF_8);
    }

    /// These paths, each with another modification time.
    public static SortedMap<String, Instant> paths(String... paths) {
        SortedMap<String, Instant> changed = new TreeMap<>();
        for (String path : paths) {
            changed.put(path, Instant.ofEpochMilli(path.hashCode()));
        }
        return changed;
    }
}
