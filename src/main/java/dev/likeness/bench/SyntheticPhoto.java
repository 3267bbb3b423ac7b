package dev.likeness.bench;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A photo that exists in a gallery only, with one face.
public final class SyntheticPhoto {
    private static final int SIDE = 112;
    private static final Point MIDDLE = new Point(56, 56);
    private static final Detection DETECTION =
            new Detection(new Box(8, 8, 104, 104), new Landmarks(MIDDLE, MIDDLE, MIDDLE, MIDDLE, MIDDLE), 0.9f);

    private SyntheticPhoto() {}

    /// Adds the photo.
    ///
    /// @param person whose face it shows; null for an unassigned face
    public static void put(
            GalleryWriter writer, PhotoId id, String path, Embedding embedding, @Nullable PersonId person) {
        writer.put(
                new StoredPhoto(id, new TreeMap<>(Map.of(path, Instant.EPOCH)), SIDE, SIDE, null, 1, "jpeg"),
                List.of(new NewFace(new Face(new FaceId(id, 0), DETECTION, embedding), new byte[] {1}, person)));
    }
}
