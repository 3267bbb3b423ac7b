package dev.likeness.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sixty photos of sixty strangers: whoever makes one person of them is wrong.
@DisplayName("one person with more than half of all faces (seed 5)")
class LargestPersonTest {
    private static final EmbedderStamp STAMP = new EmbedderStamp("hand-made", 16, "ab".repeat(32));
    private static final int FACES = 60;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeTheGallery() {
        Random random = new Random(5);
        try (GalleryDirectory galleries =
                GalleryDirectory.of(IndexOptions.defaults().in(folder))) {
            try (GalleryWriter writer = galleries.create("strangers", STAMP).writer(STAMP)) {
                for (int number = 0; number < FACES; number++) {
                    float[] raw = new float[16];
                    for (int i = 0; i < raw.length; i++) {
                        raw[i] = (float) random.nextGaussian();
                    }
                    PhotoId photo = new PhotoId("%064x".formatted(number));
                    Path path = folder.resolve(number + ".jpg").toAbsolutePath();
                    writer.put(
                            new StoredPhoto(
                                    photo,
                                    new TreeMap<>(Map.of(path.toString(), Instant.EPOCH)),
                                    100,
                                    100,
                                    null,
                                    1,
                                    "jpeg"),
                            List.of(face(photo, raw)));
                }
                writer.commit();
            }
        }
    }

    @Test
    void cluster_byHdbscan_putsStrangersIntoOnePersonAndWarns() {
        ClusterSummary summary = cluster("hdbscan", "0.5");

        assertThat(summary.largest()).isGreaterThan(FACES / 2);
        assertThat(summary.warning())
                .isEqualTo(
                        "one person should not hold more than half of all faces, got: %d of 60 by hdbscan; cluster with core-first, which finds one person only where the photos show it",
                        summary.largest());
    }

    @Test
    void cluster_withTooLowAMinCosine_warns() {
        ClusterSummary summary = cluster("dbscan", "0.1");

        assertThat(summary.largest()).isGreaterThan(FACES / 2);
        assertThat(summary.warning()).contains("by dbscan");
    }

    @Test
    void cluster_byCoreFirst_doesNotWarn() {
        ClusterSummary summary = cluster("core-first", "0.5");

        assertThat(summary.largest()).isLessThan(FACES / 2);
        assertThat(summary.warning()).isNull();
    }

    @Test
    void checked_asksForMoreThanHalfOfAllFacesAndTwenty() {
        assertThat(summary(40, 20).checked(ClusterAlgorithm.HDBSCAN).warning()).isNull();
        assertThat(summary(39, 20).checked(ClusterAlgorithm.HDBSCAN).warning()).contains("20 of 39");
        assertThat(summary(39, 20).checked(ClusterAlgorithm.CORE_FIRST).warning())
                .isNull();
        assertThat(summary(19, 19).checked(ClusterAlgorithm.HDBSCAN).warning()).isNull();
    }

    private static ClusterSummary summary(int faces, int largest) {
        return new ClusterSummary("any", faces, 1, 0, 1, 0, 0, 0, 0, largest, 1, null);
    }

    private ClusterSummary cluster(String algorithm, String minCosine) {
        Map<String, Setting> settings = Map.of(
                "index.directory", new Setting(folder.toString(), "test"),
                "cluster.algorithm", new Setting(algorithm, "test"),
                "cluster.minCosine", new Setting(minCosine, "test"));
        try (Engine engine =
                Engine.open(ConfigurationReader.read(null, Map.of(), settings).engine(), _ -> {})) {
            return engine.cluster("strangers", ClusteringListener.none());
        }
    }

    private static NewFace face(PhotoId photo, float[] raw) {
        Landmarks landmarks = new Landmarks(
                new Point(1, 1), new Point(2, 1), new Point(1.5f, 1.5f), new Point(1, 2), new Point(2, 2));
        Detection detection = new Detection(new Box(0, 0, 50, 50), landmarks, .9f);
        return new NewFace(
                new Face(new FaceId(photo, 0), detection, Embedding.ofRaw(raw)),
                new RgbImage(8, 8, new byte[192]).toJpeg(90));
    }
}
