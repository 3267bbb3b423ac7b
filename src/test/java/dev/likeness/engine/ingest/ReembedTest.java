package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.contents.ExportedFace;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.face.Actor;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gallery moves to another model. The other model here is the shared one with its input's red and blue
/// exchanged: same weights, other vectors.
class ReembedTest {
    private static final String OTHER = """
            id: other
            role: embedder
            file: other.onnx
            input:
              name: input0
              width: 112
              height: 112
              channels: BGR
              scale: 1/255
              mean: [0.485, 0.456, 0.406]
              std: [0.229, 0.224, 0.225]
            output:
              name: output0
              dimension: 128
              normalised: false
              magnitudes: [4, 25]
            licence: Apache-2.0
            source: the test
            """;

    @TempDir
    private Path folder;

    private Path album;

    @BeforeEach
    void bringAnotherModel() throws IOException {
        album = TestData.require("photos/album-03");
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.copy(TestData.require("models/mobilefacenet_128d.onnx"), models.resolve("other.onnx"));
        Files.writeString(models.resolve("other.yaml"), OTHER);
    }

    @Test
    void reembed_keepsPhotosFacesPeopleAndNames_andChangesTheVectors() {
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, album);
            engine.cluster("test", ClusteringListener.none());
            PersonId first = engine.people("test")
                    .list(PeopleOrder.PHOTOS, false)
                    .getFirst()
                    .person();
            engine.people("test").editor(Actor.LOCAL).name(first, "Ada", false);
            PersonListItem other =
                    engine.people("test").list(PeopleOrder.PHOTOS, false).get(1);
            engine.people("test").editor(Actor.LOCAL).confirm(List.of(Objects.requireNonNull(other.cover())), first);
            FaceId statue =
                    engine.people("test").get(other.person()).faces().getFirst().face();
            engine.people("test").editor(Actor.LOCAL).markNotAFace(List.of(statue));
            PersonDetails ada = engine.people("test").get(first);
            List<HistoryEntry> history = engine.people("test").history();
            Map<String, ExportedFace> before = byFace(engine);

            ReembedSummary summary = engine.reembed("test", "other", _ -> {}, () -> false);

            assertThat(summary.completed()).isTrue();
            assertThat(summary.faces()).isEqualTo(before.size() + 1);
            assertThat(engine.people("test").history()).isEqualTo(history);
            assertThat(engine.people("test").get(first).faces())
                    .extracting(PersonDetails.PersonFace::face, PersonDetails.PersonFace::confirmed)
                    .containsExactlyElementsOf(ada.faces().stream()
                            .map(face -> tuple(face.face(), face.confirmed()))
                            .toList());
            assertThat(byFace(engine)).doesNotContainKey(statue.toString());
            engine.people("test").undoRedo(Actor.LOCAL).undo(1);
            assertThat(byFace(engine)).containsKey(statue.toString());
            engine.people("test").undoRedo(Actor.LOCAL).redo(1);
            assertThat(engine.galleries().details("test").embedder()).isEqualTo("other");
            Map<String, ExportedFace> after = byFace(engine);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            after.forEach((id, face) -> {
                ExportedFace old = before.getOrDefault(id, face);
                assertThat(face.person()).isEqualTo(old.person());
                assertThat(face.name()).isEqualTo(old.name());
                assertThat(face.box()).isEqualTo(old.box());
                assertThat(cosine(face, old)).isLessThan(0.999f);
            });
            assertThat(engine.people("test").list(PeopleOrder.PHOTOS, false))
                    .anyMatch(person -> "Ada".equals(person.name()));
        }
    }

    @Test
    void reembed_ofADrawnFace_keepsItWithItsPersonAndUndo() {
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, album);
            // In the plain corner of another photo, the two models see the same.
            PhotoId photo =
                    engine.contents("test").photoAt(album.resolve("072004.jpg")).photo();
            Box corner = new Box(0, 0, 24, 24);
            FaceId drawn = engine.drawing("test", Actor.LOCAL)
                    .draw(photo, corner, "Eve")
                    .faces()
                    .getFirst();
            ExportedFace before = Objects.requireNonNull(byFace(engine).get(drawn.toString()));

            engine.reembed("test", "other", _ -> {}, () -> false);

            ExportedFace after = Objects.requireNonNull(byFace(engine).get(drawn.toString()));
            assertThat(after.name()).isEqualTo("Eve");
            assertThat(after.box()).isEqualTo(before.box());
            assertThat(cosine(after, before)).isLessThan(0.999f);
            engine.people("test").undoRedo(Actor.LOCAL).undo(1);
            assertThat(byFace(engine)).doesNotContainKey(drawn.toString());
            engine.people("test").undoRedo(Actor.LOCAL).redo(1);
            assertThat(byFace(engine)).containsKey(drawn.toString());
        }
    }

    @Test
    void reembed_backAgain_givesNearlyTheVectorsOfTheOriginals() {
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, album);
            Map<String, ExportedFace> before = byFace(engine);

            engine.reembed("test", "other", _ -> {}, () -> false);
            engine.reembed("test", "mobilefacenet-128", _ -> {}, () -> false);

            // The stored crops are JPEGs, so a little is lost; the mean says how little.
            double mean = byFace(engine).entrySet().stream()
                    .mapToDouble(
                            entry -> cosine(entry.getValue(), before.getOrDefault(entry.getKey(), entry.getValue())))
                    .average()
                    .orElseThrow();
            System.out.printf(
                    "stored crop against original pixels: mean cosine %.5f over %d faces%n", mean, before.size());
            assertThat(mean).isGreaterThan(0.995);
        }
    }

    @Test
    void reembed_stopped_leavesTheGalleryAsItWasAndGoesOnNextTime() {
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, album);
            Map<String, ExportedFace> before = byFace(engine);
            AtomicInteger asked = new AtomicInteger();

            ReembedSummary stopped = engine.reembed("test", "other", _ -> {}, () -> asked.incrementAndGet() > 3);

            assertThat(stopped.completed()).isFalse();
            assertThat(engine.galleries().details("test").embedder()).isEqualTo("mobilefacenet-128");
            assertThat(byFace(engine)).usingRecursiveComparison().isEqualTo(before);

            ReembedSummary finished = engine.reembed("test", "other", _ -> {}, () -> false);

            assertThat(finished.completed()).isTrue();
            assertThat(finished.resumed()).isBetween(1, finished.photos() - 1);
            assertThat(byFace(engine).keySet()).isEqualTo(before.keySet());
        }
    }

    @Test
    void reembed_toTheSameModel_isRefused() {
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, EngineFixture.photos(1).getFirst());

            assertThatThrownBy(() -> engine.reembed("test", "mobilefacenet-128", _ -> {}, () -> false))
                    .isInstanceOf(LikenessException.class)
                    .hasMessage("gallery test must be under another embedder than the new one, got: mobilefacenet-128");
        }
    }

    @Test
    void search_afterReembed_usesTheGallerysOwnModel() throws IOException {
        Path photo = EngineFixture.photos(1).getFirst();
        try (Engine engine = open()) {
            EngineFixture.ingest(engine, photo);
            engine.reembed("test", "other", _ -> {}, () -> false);

            SearchResult result = engine.search(SearchRequest.of("test", 1), Files.readAllBytes(photo));

            assertThat(result.embedder()).isEqualTo("other");
            assertThat(result.faces().getFirst().hits().getFirst().cosine()).isGreaterThan(0.98f);
        }
    }

    private Engine open() {
        String directories = TestData.require("models") + File.pathSeparator + folder.resolve("models");
        return EngineFixture.open(
                folder.resolve("index"), Map.of("models.directories", directories, "ingest.commitPhotos", 20));
    }

    private static Map<String, ExportedFace> byFace(Engine engine) {
        Map<String, ExportedFace> faces = new HashMap<>();
        List<ExportedFace> all = EngineFixture.export(engine, true);
        all.forEach(face -> faces.put(face.face(), face));
        assertThat(faces).hasSameSizeAs(all);
        return faces;
    }

    private static float cosine(ExportedFace one, ExportedFace other) {
        return EngineFixture.direction(one).cosine(EngineFixture.direction(other));
    }
}
