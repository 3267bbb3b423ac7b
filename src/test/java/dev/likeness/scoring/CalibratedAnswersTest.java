package dev.likeness.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.ingest.EngineFixture;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.search.VerifyResult;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.support.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Search, verify and gallery say what their numbers mean, and on what that rests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibratedAnswersTest {
    private Engine engine;
    private List<Path> photos;

    @BeforeAll
    void ingestUnderAHandMadeCalibration(@TempDir Path index) {
        photos = EngineFixture.photos(12);
        engine = EngineFixture.open(index);
        EngineFixture.ingest(engine, photos.toArray(Path[]::new));
        HandMadeCalibration.of(engine.galleries().details("test").modelSha256(), "by hand")
                .write(engine.galleries().folder("test").resolve("calibration.json"));
    }

    @AfterAll
    void close() {
        if (engine != null) { // null where the models are missing and all tests are skipped
            engine.close();
        }
    }

    @Test
    void search_forAPhotoOfTheGallery_isAMatchWithItsPriorStated() throws IOException {
        SearchResult result = engine.search(SearchRequest.of("test", 100), Files.readAllBytes(photos.getFirst()));
        SearchResult.ProbeFace face = result.faces().getFirst();
        SearchResult.Hit best = face.hits().getFirst();
        SearchResult.DecisionBasis basis = Objects.requireNonNull(face.basis());

        assertThat(Objects.requireNonNull(result.calibration()).fittedOn()).isEqualTo("by hand");
        assertThat(result.operatingPoint()).isEqualTo("balanced");
        assertThat(face.decision()).isEqualTo("match");
        assertThat(best.decision()).isEqualTo("match");
        assertThat(basis.faces()).isEqualTo(face.hits().size());
        assertThat(basis.facePrior()).isEqualTo(1.0 / basis.faces());
        double odds = Math.exp(40 * best.cosine() - 10) / (basis.faces() - 1);
        assertThat(best.probability()).isCloseTo(odds / (1 + odds), within(1e-9));
        assertThat(basis.falsePositiveRate()).isCloseTo(1 - Math.pow(1 - 1e-4, (double) basis.faces()), within(1e-12));
    }

    @Test
    void search_forAPerson_answersByTheTemplateOfAllTheirFaces() throws IOException {
        engine.cluster("test", ClusteringListener.none());
        byte[] photo = Files.readAllBytes(photos.getFirst());

        SearchResult.ProbeFace face =
                engine.search(SearchRequest.of("test", 100), photo).faces().getFirst();
        SearchResult.PersonHit person = face.people().getFirst();

        try (GallerySnapshot snapshot = engine.galleries().snapshot("test")) {
            assertThat(snapshot.facesOf(person.person())).hasSize(person.templateFaces());
        }
        SearchResult.DecisionBasis basis = Objects.requireNonNull(face.basis());
        assertThat(basis.personFalsePositiveRate())
                .isCloseTo(1 - Math.pow(1 - 1e-4, (double) basis.people()), within(1e-12));
        double prior = basis.personPrior();
        double odds = Math.exp(60 * person.cosine() - 20) * prior / (1 - prior);
        assertThat(person.probability()).isCloseTo(odds / (1 + odds), within(1e-9));
        assertThat(face.people())
                .extracting(SearchResult.PersonHit::cosine)
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void search_forBytesThatAreNoPicture_namesThePicture() {
        byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> engine.search(SearchRequest.of("test", 1), "upload.jpg", text))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("upload.jpg: ");
        assertThatThrownBy(() ->
                        engine.verification().verify("a.jpg", Files.readAllBytes(photos.getFirst()), "b.jpg", text))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("b.jpg: ");
    }

    @Test
    void search_asJson_keepsItsKeysInOrder() throws IOException {
        SearchResult result = engine.search(SearchRequest.of("test", 1), Files.readAllBytes(photos.getFirst()));
        JsonNode json = JsonMapper.shared().readTree(Json.line(result));
        JsonNode face = json.get("faces").get(0);

        assertThat(json.propertyNames())
                .containsExactly("gallery", "embedder", "calibration", "operatingPoint", "faces");
        assertThat(face.propertyNames())
                .containsExactly(
                        "probe",
                        "face",
                        "detection",
                        "magnitude",
                        "quality",
                        "visited",
                        "exact",
                        "basis",
                        "decision",
                        "hits",
                        "people");
        assertThat(face.get("hits").get(0).propertyNames())
                .containsExactly(
                        "face",
                        "cosine",
                        "probability",
                        "decision",
                        "magnitude",
                        "quality",
                        "paths",
                        "captureTime",
                        "detection",
                        "person",
                        "name");
    }

    @Test
    void qualityEverywhere_isTheCalibrations() throws IOException {
        PhotoDetails.PhotoFace shown =
                engine.contents("test").photoAt(photos.getFirst()).faces().getFirst();
        int byHand = (int) Math.round(100 / (1 + Math.exp(10 - shown.magnitude())));

        assertThat(shown.quality()).isEqualTo(byHand);
        assertThat(EngineFixture.export(engine, false))
                .anySatisfy(face -> assertThat(face.quality()).isEqualTo(byHand));
        GalleryDetails.Quality quality =
                Objects.requireNonNull(engine.galleries().details("test").quality());
        assertThat(quality.histogram().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(engine.galleries().details("test").faces());
        SearchRequest good = new SearchRequest("test", 100, Threshold.NONE, byHand, FaceFilter.none(), false, true);
        assertThat(engine.search(good, Files.readAllBytes(photos.getFirst()))
                        .faces()
                        .getFirst()
                        .hits())
                .isNotEmpty()
                .allSatisfy(hit -> assertThat(hit.quality()).isGreaterThanOrEqualTo(byHand));
    }

    @Test
    void verify_underTheFileThatWasAskedFor_answersWithPriorOneHalf(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("calibration.json");
        HandMadeCalibration.of(engine.galleries().details("test").modelSha256(), "asked for")
                .write(file);
        byte[] photo = Files.readAllBytes(photos.getFirst());

        try (Engine asked = EngineFixture.open(folder, Map.of("calibration.file", file.toString()))) {
            VerifyResult result = asked.verification().verify(photo, photo);

            assertThat(result.cosine()).isCloseTo(1, within(1e-5f));
            assertThat(result.prior()).isEqualTo(.5);
            assertThat(result.probability()).isCloseTo(1, within(1e-9));
            assertThat(result.decision()).isEqualTo("match");
            assertThat(Objects.requireNonNull(result.calibration()).source()).isEqualTo(file.toString());
        }
    }

    @Test
    void verify_ofAPictureWithoutAFace_namesThePicture() throws IOException {
        byte[] photo = Files.readAllBytes(photos.getFirst());
        byte[] grey = new RgbImage(64, 64, new byte[3 * 64 * 64]).toJpeg(90);

        assertThatThrownBy(() -> engine.verification().verify(photo, grey))
                .isInstanceOf(LikenessException.class)
                .hasMessage("the second picture must show a face, got none");
    }
}
