package dev.likeness.cluster.algorithms;

import static dev.likeness.cluster.Circle.people;
import static dev.likeness.cluster.Circle.unclear;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Faces on the unit circle, told apart by their angle in degrees:
///
///     0  5  10            90  95           180
///     └── one person ──┘  └ another ┘      nobody
class DensityClustererTest {
    private static final Landmarks LANDMARKS =
            new Landmarks(new Point(3, 4), new Point(7, 4), new Point(5, 6), new Point(3, 8), new Point(7, 8));

    /// Neighbours are within ten degrees.
    private final FaceClusterer clusterer = new DensityClusterer(
            new ClusterOptions(ClusterAlgorithm.DBSCAN, Caution.BALANCED, (float) Math.cos(Math.toRadians(10.01)), 2));

    @Test
    void cluster_twoGroupsAndALoner_areTwoPeopleAndAnUnclearFace() {
        List<Face> faces = faces(0, 5, 10, 90, 95, 180);

        ClusteringResult clusters = clusterer.cluster(faces, exhaustive(faces));

        assertThat(people(clusters)).containsExactly(ids(faces, 0, 1, 2), ids(faces, 3, 4));
        assertThat(unclear(clusters)).containsExactlyElementsOf(ids(faces, 5));
    }

    @Test
    void cluster_nothing_isNothing() {
        assertThat(clusterer.cluster(List.of(), (_, _) -> List.of()))
                .isEqualTo(new ClusteringResult(List.of(), List.of()));
    }

    @Test
    void cluster_oneFaceTwice_isOnePerson() {
        List<Face> faces = faces(40, 40);

        assertThat(people(clusterer.cluster(faces, exhaustive(faces)))).containsExactly(ids(faces, 0, 1));
    }

    @Test
    @DisplayName("the order in which the faces come does not matter (20 shuffles, seed 1)")
    void cluster_ofShuffledFaces_isTheSame() {
        List<Face> faces = faces(0, 5, 10, 15, 20, 30, 90, 95, 104, 180, 200, 209);
        ClusteringResult expected = clusterer.cluster(faces, exhaustive(faces));
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            List<Face> shuffled = new ArrayList<>(faces);
            Collections.shuffle(shuffled, random);

            assertThat(clusterer.cluster(shuffled, exhaustive(shuffled))).isEqualTo(expected);
        }
    }

    private static List<FaceId> ids(List<Face> faces, int... places) {
        return IntStream.of(places).mapToObj(place -> faces.get(place).id()).toList();
    }

    /// Compares with every face: what an index must answer.
    private static Neighbourhood exhaustive(List<Face> faces) {
        return (face, minCosine) -> IntStream.range(0, faces.size())
                .filter(other -> other != face)
                .mapToObj(other -> new Neighbourhood.Neighbour(other, cosine(faces.get(face), faces.get(other))))
                .filter(near -> near.cosine() >= minCosine)
                .toList();
    }

    private static float cosine(Face one, Face other) {
        return one.embedding().direction().cosine(other.embedding().direction());
    }

    private static List<Face> faces(int... degrees) {
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < degrees.length; i++) {
            double angle = Math.toRadians(degrees[i]);
            FaceId id = new FaceId(new PhotoId("%064x".formatted(i)), 0);
            UnitVector direction = UnitVector.normalized((float) Math.cos(angle), (float) Math.sin(angle));
            faces.add(
                    new Face(id, new Detection(new Box(0, 0, 10, 10), LANDMARKS, 0.9f), new Embedding(direction, 10)));
        }
        return faces;
    }
}
