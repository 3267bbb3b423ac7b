package dev.likeness.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Circle;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.people.SyntheticLibrary;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stored poor face between two people, one of whom is in a photo of the same minute.
class ClusterByMomentTest {
    private static final FaceSpace SPACE = FaceSpace.of(null, 17.7, 2.75, 105);
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 7, 1, 12, 0);
    private static final int ANN = 1;
    private static final int BEN = 3;
    private static final int POOR = 50;

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private Gallery gallery;

    @BeforeEach
    void makeTheGallery() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        gallery = galleries.create("test", SyntheticLibrary.STAMP);
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            put(writer, ANN, 0, 1, Circle.CLEAR, NOON.minusDays(1));
            put(writer, ANN + 1, 5, 1, Circle.CLEAR, NOON.plusSeconds(20));
            put(writer, BEN, 80, 1, Circle.CLEAR, NOON.minusDays(2));
            put(writer, BEN + 1, 85, 1, Circle.CLEAR, null);
            for (int other = 0; other < 6; other++) {
                put(writer, 10 + 2 * other, 0, 3 + other, Circle.CLEAR, null);
                put(writer, 11 + 2 * other, 0, 3 + other, Circle.CLEAR, null);
            }
            put(writer, POOR, 42.5, 1, Circle.POOR, NOON);
            writer.commit();
        }
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @Test
    void clusterAll_aPoorFaceBetweenTwoPeople_joinsTheOneInThePhotoOfTheSameMinute() {
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            new Clustering(
                            "test",
                            Clusterers.create(ClusterOptions.defaults(), SPACE),
                            gallery,
                            writer,
                            ClusterListener.NONE)
                    .clusterAll();
        }

        assertThat(person(POOR)).isNotNull().isEqualTo(person(ANN)).isNotEqualTo(person(BEN));
    }

    private @Nullable PersonId person(int photo) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.face(id(photo)).orElseThrow().person();
        }
    }

    private static FaceId id(int photo) {
        return Circle.face(photo, 0, 0, Circle.CLEAR).id();
    }

    /// A photo with one face, so many degrees from an axis towards the next.
    private static void put(
            GalleryWriter writer, int photo, double degrees, int axis, float magnitude, @Nullable LocalDateTime time) {
        float[] direction = new float[SyntheticLibrary.STAMP.dimension()];
        direction[axis] = (float) Math.cos(Math.toRadians(degrees));
        direction[axis + 1] = (float) Math.sin(Math.toRadians(degrees));
        Face face = Circle.face(photo, 0, magnitude, direction);
        Map<String, Instant> paths = Map.of("/photos/" + photo + ".jpg", Instant.EPOCH);
        writer.put(
                new StoredPhoto(
                        id(photo).photo(),
                        new TreeMap<>(paths),
                        400,
                        100,
                        time == null ? null : CaptureTime.exif(time),
                        1,
                        "JPEG"),
                List.of(new NewFace(face, new byte[] {1})));
    }
}
