package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.UnitVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole road on a real photo library: 1,340 photos of 150 people.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoLibraryTest {
    private Path photos;
    private Engine engine;
    private IngestSummary summary;

    @BeforeAll
    void ingestTheLibrary(@TempDir Path index) {
        photos = TestData.require("photos").toAbsolutePath().normalize();
        engine = EngineFixture.open(index);
        summary = EngineFixture.ingest(engine, photos);
    }

    @AfterAll
    void close() {
        if (engine != null) { // null where the library is missing and all tests are skipped
            engine.close();
        }
    }

    @Test
    void ingest_ofTheLibrary_findsAFaceInAlmostEveryPhoto() {
        assertThat(summary.files()).isEqualTo(1_340);
        assertThat(summary.unreadable()).isEmpty();
        assertThat(summary.added()).isGreaterThanOrEqualTo(1_330);
    }

    @Test
    void ingest_again_indexesNothingInUnderATenthOfTheTime() {
        IngestSummary again = EngineFixture.ingest(engine, photos);

        assertThat(again.unchanged()).isEqualTo(1_340);
        assertThat(again.added() + again.withoutFace()).isZero();
        assertThat(again.seconds()).isLessThan(summary.seconds() / 10);
    }

    @Test
    @DisplayName("the nearest largest face of another photo bears the same label for at least 90 % of the photos")
    void nearestFace_ofAnotherPhoto_isTheSamePerson() throws IOException {
        List<Probe> probes = probes();
        Map<String, Long> photosOf =
                probes.stream().collect(Collectors.groupingBy(Probe::person, Collectors.counting()));

        List<Probe> asked = probes.stream()
                .filter(probe -> photosOf.getOrDefault(probe.person(), 0L) >= 2)
                .toList();
        long right = asked.stream()
                .filter(probe -> nearest(probe, probes).person().equals(probe.person()))
                .count();

        System.out.printf(
                "photos/: nearest largest face of another photo right for %d of %d (%.4f)%n",
                right, asked.size(), (double) right / asked.size());
        assertThat((double) right / asked.size()).isGreaterThanOrEqualTo(0.90);
    }

    @ParameterizedTest
    @CsvSource({"t1.jpg, 6, 6", "wide.jpg, 25, 32", "office4.jpg, 10, 16"})
    void groupPhoto_givesAllItsFaces(String name, int min, int max) throws IOException {
        byte[] photo = Files.readAllBytes(TestData.require("groups").resolve(name));

        int faces = engine.extractor("mobilefacenet-128", new StageTimes())
                .locate(photo)
                .detections()
                .size();

        assertThat(faces).isBetween(min, max);
    }

    @Test
    void search_withAPhotoOfTheLibrary_findsItFirst() throws IOException {
        Path photo = photos.resolve("album-01/001598.jpg");

        SearchResult result = engine.search(SearchRequest.of("test", 5), Files.readAllBytes(photo));

        assertThat(result.faces()).isNotEmpty().allSatisfy(face -> {
            assertThat(face.hits()).hasSize(5);
            assertThat(face.exact()).isTrue();
            assertThat(face.hits().getFirst().cosine()).isGreaterThan(0.999f);
            assertThat(face.hits().getFirst().paths()).containsExactly(photo.toString());
        });
    }

    @Test
    void cluster_ofTheLibrary_makesPeopleAndDoesItAgainAlike() {
        ClusterSummary first = engine.cluster("test", ClusteringListener.none());
        List<PersonListItem> people = engine.people("test").list(PeopleOrder.PHOTOS, false);
        ClusterSummary second = engine.cluster("test", ClusteringListener.none());

        assertThat(first.people()).isBetween(100, 400);
        assertThat(people).hasSize(first.people());
        assertThat(second.added() + second.removed() + second.moved()).isZero();
        assertThat(engine.people("test").list(PeopleOrder.PHOTOS, false)).isEqualTo(people);
    }

    /// The largest face of a labelled photo.
    private record Probe(String person, UnitVector direction) {}

    private static Probe nearest(Probe probe, List<Probe> all) {
        return all.stream()
                .filter(other -> !other.equals(probe))
                .max(Comparator.comparingDouble(other -> probe.direction().cosine(other.direction())))
                .orElseThrow();
    }

    private List<Probe> probes() throws IOException {
        Map<String, List<ExportedFace>> byPhoto = new TreeMap<>();
        for (ExportedFace face : EngineFixture.export(engine, true)) {
            byPhoto.computeIfAbsent(String.valueOf(face.photo()), _ -> new ArrayList<>())
                    .add(face);
        }
        List<Probe> probes = new ArrayList<>();
        for (String line : Files.readAllLines(photos.resolve("labels.csv"))) {
            String[] cells = line.split(",", -1);
            byPhoto.getOrDefault(photos.resolve(cells[0]).toString(), List.of()).stream()
                    .max(Comparator.comparingDouble(PhotoLibraryTest::area))
                    .ifPresent(face -> probes.add(new Probe(cells[1], EngineFixture.direction(face))));
        }
        return probes;
    }

    private static double area(ExportedFace face) {
        List<Float> box = face.box();
        return (box.get(2) - box.get(0)) * (box.get(3) - box.get(1));
    }
}
