package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.faceId;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceNeighbours;
import dev.likeness.index.FaceNeighbours.NearFace;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Four faces of the plane, each added in a commit of its own:
///
///     d 90°   c 40°
///       |   /   b 20°
///       | /  /
///       +------- a 0°
class FaceNeighboursTest {
    private static final List<FaceId> ALL = List.of(faceId("d", 0), faceId("c", 0), faceId("b", 0), faceId("a", 0));
    private static final int D = 0;
    private static final int C = 1;
    private static final int B = 2;
    private static final int A = 3;

    @TempDir
    private Path folder;

    private GalleryDirectory galleries;
    private GallerySnapshot snapshot;

    @BeforeEach
    void addFaces() {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder));
        add("a", 0, 10);
        add("b", 20, 20);
        add("c", 40, 30);
        add("d", 90, 40);
        snapshot = galleries.open("plane").snapshot();
    }

    @AfterEach
    void close() {
        snapshot.close();
        galleries.close();
    }

    @Test
    void nearest_ofAFace_areTheOthersNearestFirstByTheirPlaceInTheList() {
        FaceNeighbours neighbours = snapshot.neighbours(summaries(ALL));

        assertThat(neighbours.nearest(A, at(0), 3, 0.5f))
                .extracting(NearFace::face)
                .containsExactly(B, C);
        assertThat(neighbours.nearest(A, at(0), 1, 0.5f))
                .extracting(NearFace::face)
                .containsExactly(B);
        assertThat(neighbours.nearest(A, at(0), 3, 0.5f).getFirst().cosine())
                .isCloseTo((float) Math.cos(Math.toRadians(20)), within(1e-6f));
    }

    @Test
    void nearest_toAnotherDirection_areItsNeighboursWithoutTheFace() {
        FaceNeighbours neighbours = snapshot.neighbours(summaries(ALL));

        assertThat(neighbours.nearest(D, at(45), 3, 0.5f))
                .extracting(NearFace::face)
                .containsExactly(C, B, A);
    }

    @Test
    void nearestAboveMagnitude_leavesOutFacesBelowIt() {
        FaceNeighbours neighbours = snapshot.neighbours(summaries(ALL));

        assertThat(neighbours.nearestAboveMagnitude(A, 3, 0.5f, 25))
                .extracting(NearFace::face)
                .containsExactly(C);
        assertThat(neighbours.nearestAboveMagnitude(A, 3, 0.5f, 15))
                .extracting(NearFace::face)
                .containsExactly(B, C);
    }

    @Test
    void nearest_amongSomeFaces_findsNoOthers() {
        FaceNeighbours neighbours = snapshot.neighbours(summaries(List.of(faceId("c", 0), faceId("a", 0))));

        assertThat(neighbours.nearest(1, at(0), 3, 0.5f))
                .extracting(NearFace::face)
                .containsExactly(0);
    }

    @Test
    void face_isReadWithItsEmbedding() {
        FaceNeighbours neighbours = snapshot.neighbours(summaries(ALL));

        assertThat(neighbours.face(B))
                .isEqualTo(snapshot.face(faceId("b", 0)).orElseThrow().face());
    }

    @Test
    void neighbours_ofAFaceThatIsNotThere_areRefused() {
        FaceSummary stranger = new FaceSummary(faceId("nobody", 0), 10, null, null, null);

        assertThatThrownBy(() -> snapshot.neighbours(List.of(stranger)))
                .isInstanceOf(LikenessException.class)
                .hasMessage("a face must be in the gallery, got: " + faceId("nobody", 0));
    }

    private List<FaceSummary> summaries(List<FaceId> faces) {
        Map<FaceId, FaceSummary> all = new HashMap<>();
        snapshot.scanFaces(face -> all.put(face.face(), face.summary()));
        return faces.stream().map(all::get).toList();
    }

    private static UnitVector at(double degrees) {
        double angle = Math.toRadians(degrees);
        return UnitVector.normalized((float) Math.cos(angle), (float) Math.sin(angle));
    }

    /// Adds a face in a commit of its own.
    private void add(String name, double degrees, float magnitude) {
        try (GalleryWriter writer = galleries.openOrCreate("plane", PLANE).writer(PLANE)) {
            writer.put(photo(name), List.of(face(name, 0, magnitude, at(degrees))));
            writer.commit();
        }
    }
}
