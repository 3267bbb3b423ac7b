package dev.likeness.engine.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.people.SyntheticLibrary;
import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.GalleryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Grouping what is new, on forty synthetic photos of five people (seed 7).
@DisplayName("grouping what is new (synthetic library, seed 7)")
class ClusterNewTest {
    private static final ClusterOptions OPTIONS =
            new ClusterOptions(ClusterAlgorithm.CORE_FIRST, Caution.BALANCED, .5f, 2);
    private static final FaceSpace SPACE = FaceSpace.of(null, 17, 3.75, 107);

    @TempDir
    private Path folder;

    private final SyntheticLibrary library = new SyntheticLibrary(new Random(7), 5);
    private GalleryDirectory galleries;

    @BeforeEach
    void ingestThirtyPhotosAndGroupThem() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        galleries.create("synthetic", SyntheticLibrary.STAMP);
        ingest(30);
        clusterNew();
    }

    @AfterEach
    void close() {
        galleries.close();
    }

    @Test
    void clusterNew_afterAnIngestThatNobodyGrouped_finishesTheJob() {
        List<StoredFace> before = faces();
        ingest(10);
        // As after a kill, or --no-cluster: another process finds the faces as ingest left them.
        galleries.close();
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        List<StoredFace> waiting =
                faces().stream().filter(face -> face.assignment() == null).toList();
        assertThat(before).noneMatch(face -> face.assignment() == null);
        assertThat(waiting).isNotEmpty().allMatch(face -> face.person() == null);
        assertThat(faces()).hasSize(before.size() + waiting.size()).containsAll(before);

        ClusterSummary summary = clusterNew();

        assertThat(summary.faces()).isEqualTo(before.size() + waiting.size());
        assertThat(faces()).hasSize(summary.faces()).noneMatch(face -> face.assignment() == null);
        assertThat(faces())
                .filteredOn(face -> waiting.stream()
                        .anyMatch(one -> one.face().id().equals(face.face().id())))
                .anyMatch(face -> face.person() != null);
    }

    @Test
    void clusterNew_withNothingNew_changesNothingAndWritesNothing() throws IOException {
        List<StoredFace> before = faces();
        Map<Path, Long> files = files();

        ClusterSummary summary = clusterNew();

        assertThat(summary.faces()).isEqualTo(before.size());
        assertThat(summary.people()).isEqualTo((int) before.stream()
                .map(StoredFace::person)
                .filter(person -> person != null)
                .distinct()
                .count());
        assertThat(summary.added() + summary.removed() + summary.merged() + summary.split() + summary.moved())
                .isZero();
        assertThat(faces()).isEqualTo(before);
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void clusterNew_keepsAPortraitOfEverybodyAsTheyAreNow() {
        ingest(10);
        clusterNew();

        Map<PersonId, List<Face>> people = new HashMap<>();
        for (StoredFace face : faces()) {
            if (face.person() != null) {
                people.computeIfAbsent(face.person(), _ -> new ArrayList<>()).add(face.face());
            }
        }
        Map<PersonId, PersonProfile> drawn = new HashMap<>();
        people.forEach((person, theirs) -> drawn.put(person, PersonProfile.of(theirs)));
        try (GallerySnapshot snapshot = galleries.open("synthetic").snapshot()) {
            assertThat(snapshot.profiles()).isEqualTo(drawn);
        }
    }

    private void ingest(int photos) {
        try (GalleryWriter writer = galleries.open("synthetic").writer(SyntheticLibrary.STAMP)) {
            for (int i = 0; i < photos; i++) {
                int photo = library.shoot();
                writer.put(library.photo(photo), library.detect(photo, false));
            }
        }
    }

    private ClusterSummary clusterNew() {
        Gallery gallery = galleries.open("synthetic");
        try (GalleryWriter writer = gallery.writer(SyntheticLibrary.STAMP)) {
            return new Clustering("synthetic", Clusterers.create(OPTIONS, SPACE), gallery, writer, ClusterListener.NONE)
                    .clusterNew();
        }
    }

    private List<StoredFace> faces() {
        List<StoredFace> faces = new ArrayList<>();
        try (GallerySnapshot snapshot = galleries.open("synthetic").snapshot()) {
            snapshot.forEachFace(faces::add);
        }
        faces.sort(Comparator.comparing(face -> face.face().id().toString()));
        return faces;
    }

    /// Every file of the galleries but the writer's lock, and its size.
    private Map<Path, Long> files() throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("write.lock"))
                    .toList()) {
                sizes.put(file, Files.size(file));
            }
        }
        return sizes;
    }
}
