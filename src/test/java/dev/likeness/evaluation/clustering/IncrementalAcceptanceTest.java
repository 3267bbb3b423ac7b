package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.ingest.EngineFixture;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.face.Actor;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shared photo library in ten random batches, grouped after each, against all of it at once.
///
/// The photos are read once, by ingest. What it found is then copied into a gallery of batches, without
/// the models: a batch is written as ingest writes it, and grouped as ingest groups it.
@Tag("acceptance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncrementalAcceptanceTest {
    private static final String WHOLE = "whole";
    private static final int BATCHES = 10;
    private static final int NAMED_AFTER = 3;
    private static final int NAMED = 10;

    private Path index;
    private Engine engine;
    private PhotoLabels labels;
    private double wholeF;
    private final List<Batched> library = new ArrayList<>();

    private record Batched(StoredPhoto photo, List<NewFace> faces) {}

    @BeforeAll
    void ingestAndGroupTheLibraryAtOnce(@TempDir Path folder) {
        index = folder;
        Path photos = TestData.require("photos");
        labels = PhotoLabels.read(photos.resolve("labels.csv"), null, InvalidInputPolicy.failFast());
        engine = EngineFixture.open(index);
        EngineFixture.ingest(engine, new IngestRequest(WHOLE, List.of(photos), false));
        engine.cluster(WHOLE, ClusteringListener.none());
        wholeF = bCubedF(WHOLE);
        try (GallerySnapshot snapshot = engine.galleries().snapshot(WHOLE)) {
            snapshot.forEachPhoto(photo -> library.add(new Batched(
                    photo,
                    snapshot.faces(photo.id()).stream()
                            .map(StoredFace::face)
                            .map(face ->
                                    new NewFace(face, snapshot.crop(face.id()).orElseThrow()))
                            .toList())));
        }
        library.sort(Comparator.comparing(batched -> batched.photo().id().sha256()));
    }

    @AfterAll
    void close() {
        if (engine != null) { // null where the library is missing and all tests are skipped
            engine.close();
        }
    }

    @ParameterizedTest(name = "seed {0}: ten batches end where all at once does, and what was found stays")
    @ValueSource(longs = {1, 2, 3})
    void clusterNew_afterEachOfTenBatches_endsAsTheWholeAndMovesFewFaces(long seed) {
        String gallery = "batches-" + seed;
        List<Batched> shuffled = new ArrayList<>(library);
        Collections.shuffle(shuffled, new Random(seed));
        Set<PersonId> named = new HashSet<>();
        Set<FaceId> everHad = new HashSet<>();
        Set<FaceId> everChanged = new HashSet<>();
        long had = 0;
        long changed = 0;
        long confirmedHad = 0;
        long confirmedChanged = 0;
        for (int batch = 1; batch <= BATCHES; batch++) {
            put(gallery, shuffled.subList((batch - 1) * shuffled.size() / BATCHES, batch * shuffled.size() / BATCHES));
            Map<FaceId, PersonId> before = identities(gallery);
            ClusterSummary summary = engine.clusterNew(gallery, ClusteringListener.none());
            Map<FaceId, PersonId> after = identities(gallery);

            long moved = 0;
            for (Map.Entry<FaceId, PersonId> face : before.entrySet()) {
                boolean same = face.getValue().equals(after.get(face.getKey()));
                if (named.contains(face.getValue())) {
                    confirmedHad++;
                    confirmedChanged += same ? 0 : 1;
                } else {
                    had++;
                    moved += same ? 0 : 1;
                    everHad.add(face.getKey());
                    if (!same) {
                        everChanged.add(face.getKey());
                    }
                }
            }
            changed += moved;
            System.out.printf(
                    "seed %d, batch %d: %d of %d faces changed identity, F %.4f; %s%n",
                    seed, batch, moved, before.size(), bCubedFSoFar(gallery), summary);
            if (batch == NAMED_AFTER) {
                named.addAll(nameTheLargest(gallery));
            }
        }

        double f = bCubedF(gallery);
        System.out.printf(
                "seed %d: BCubed F %.4f in batches, %.4f at once; changed identity %d of %d (%.4f), ever %d of %d (%.4f), confirmed %d of %d%n",
                seed,
                f,
                wholeF,
                changed,
                had,
                (double) changed / had,
                everChanged.size(),
                everHad.size(),
                (double) everChanged.size() / everHad.size(),
                confirmedChanged,
                confirmedHad);
        ClusterSummary churn = engine.cluster(gallery, ClusteringListener.none());
        System.out.printf("seed %d, then all anew: F %.4f, %s%n", seed, bCubedF(gallery), churn);
        assertThat(f).isCloseTo(wholeF, within(0.01));
        assertThat((double) changed / had).isLessThanOrEqualTo(0.02);
        assertThat((double) everChanged.size() / everHad.size()).isLessThanOrEqualTo(0.02);
        assertThat(confirmedHad).isPositive();
        assertThat(confirmedChanged).isZero();
    }

    private void put(String name, List<Batched> batch) {
        try (GallerySnapshot whole = engine.galleries().snapshot(WHOLE);
                GalleryDirectory galleries =
                        GalleryDirectory.of(IndexOptions.defaults().in(index))) {
            Gallery gallery = galleries.openOrCreate(name, whole.embedder());
            try (GalleryWriter writer = gallery.writer(whole.embedder())) {
                batch.forEach(batched -> writer.put(batched.photo(), batched.faces()));
            }
        }
    }

    private Map<FaceId, PersonId> identities(String gallery) {
        Map<FaceId, PersonId> identities = new HashMap<>();
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            snapshot.forEachFace(face -> {
                if (face.person() != null) {
                    identities.put(face.face().id(), face.person());
                }
            });
        }
        return identities;
    }

    private Set<PersonId> nameTheLargest(String gallery) {
        Set<PersonId> named = new HashSet<>();
        engine.people(gallery).list(PeopleOrder.PHOTOS, false).stream()
                .limit(NAMED)
                .forEach(person -> {
                    engine.people(gallery)
                            .editor(Actor.LOCAL)
                            .name(person.person(), "person " + person.person(), false);
                    named.add(person.person());
                });
        return named;
    }

    private double bCubedF(String gallery) {
        return ClusteringEvaluation.ofPeople(engine, gallery, labels, InvalidInputPolicy.failFast())
                .bCubedF()
                .value()
                .orElseThrow();
    }

    /// Of the photos that are there.
    private double bCubedFSoFar(String gallery) {
        return ClusteringEvaluation.ofPeople(engine, gallery, labels, InvalidInputPolicy.skip())
                .bCubedF()
                .value()
                .orElseThrow();
    }
}
