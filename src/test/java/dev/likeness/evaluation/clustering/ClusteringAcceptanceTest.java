package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.extract.StageTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Core-first on a library of photos that it was not fitted on, beside algorithms whose least cosine was
/// fitted on LFW (`likeness evaluate clustering --compare --tune-gallery`, see research.md).
@Tag("acceptance")
class ClusteringAcceptanceTest {
    private static final float FITTED_ON_LFW = .48f;

    @TempDir
    private Path index;

    @Test
    @DisplayName(
            "people of the photo library: BCubed F, and its lead as it is and with a quarter degraded (seeds 1, 2)")
    void coreFirst_onTheLibrary_isRightAndAhead() {
        Path photos = TestData.require("photos");
        PhotoLabels labels = PhotoLabels.read(photos.resolve("labels.csv"), null, InvalidInputPolicy.failFast());
        try (Engine engine = engine()) {
            ingest(engine, "photos", photos);
            ClusterSummary first = engine.clusterNew("photos", ClusteringListener.none());
            ClusterSummary again = engine.cluster("photos", ClusteringListener.none());
            ClusteringReport people =
                    ClusteringEvaluation.ofPeople(engine, "photos", labels, InvalidInputPolicy.failFast());
            ClusteringComparisonReport compared = ClusteringComparison.run(
                    engine,
                    "photos",
                    labels,
                    ClusteringComparison.Plan.of(
                            List.of("chinese-whispers", "dbscan", "average-linkage"),
                            false,
                            FITTED_ON_LFW,
                            .25,
                            2,
                            300),
                    null,
                    InvalidInputPolicy.failFast(),
                    _ -> {});

            assertThat(first.people()).isBetween(150, 200);
            assertThat(again.moved() + again.added() + again.removed()).isZero();
            assertThat(people.bCubedF().value().orElseThrow()).isGreaterThanOrEqualTo(.92);
            assertThat(compared.rows().getFirst().clean().all().f())
                    .isEqualTo(people.bCubedF().value().orElseThrow());
            assertThat(compared.rows().subList(1, 4)).allSatisfy(rival -> {
                assertThat(Objects.requireNonNull(rival.clean().lead()).low()).isPositive();
                assertThat(Objects.requireNonNull(
                                        Objects.requireNonNull(rival.degraded()).lead())
                                .low())
                        .isGreaterThan(.02);
            });
        }
    }

    @Test
    void coreFirst_onLfw_isRightAboutTheFacesThatLfwMeans() throws IOException {
        Path lfw = TestData.require("lfw");
        PhotoLabels labels = foldersOf(lfw);
        try (Engine engine = engine()) {
            ingest(engine, "lfw", lfw);
            engine.cluster("lfw", ClusteringListener.none());

            ClusteringReport people =
                    ClusteringEvaluation.ofPeople(engine, "lfw", labels, InvalidInputPolicy.failFast());

            assertThat(people.bCubedF().value().orElseThrow()).isGreaterThanOrEqualTo(.988);
        }
    }

    /// Every folder is a person, who is in the middle of the pictures.
    private static PhotoLabels foldersOf(Path images) throws IOException {
        try (Stream<Path> files = Files.walk(images)) {
            List<PhotoLabels.Label> labels = files.filter(
                            file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .map(photo -> new PhotoLabels.Label(
                            1,
                            photo.toAbsolutePath().normalize(),
                            Objects.requireNonNull(photo.toAbsolutePath().getParent())
                                    .toFile()
                                    .getName()))
                    .toList();
            return new PhotoLabels(images, labels, FaceChoice.CENTRAL);
        }
    }

    private Engine engine() {
        Map<String, Setting> settings = ReferenceModels.settings();
        settings.put("index.directory", new Setting(index.toString(), "test"));
        return Engine.open(ConfigurationReader.read(null, Map.of(), settings).engine(), _ -> {});
    }

    private static void ingest(Engine engine, String gallery, Path photos) {
        engine.ingest(
                new IngestRequest(gallery, List.of(photos), false),
                new StageTimes(),
                IngestListener.none(),
                () -> false);
    }
}
