package dev.likeness.cluster.algorithms;

import static dev.likeness.cluster.Circle.CLEAR;
import static dev.likeness.cluster.Circle.POOR;
import static dev.likeness.cluster.Circle.exhaustive;
import static dev.likeness.cluster.Circle.face;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.Circle;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.face.Assignment;
import dev.likeness.face.Constraints;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// No algorithm breaks what users said. HDBSCAN is left out: Smile's needs more faces than these to find a tree.
class ConstraintsTest {
    private static final FaceSpace SPACE = FaceSpace.of(null, 17.7, 2.75, 105);
    private static final PersonId ADA = new PersonId(1);
    private static final PersonId BEA = new PersonId(2);

    ///      0  3  6
    ///     ─●──●──●─   Ada Bea ?
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HDBSCAN")
    void facesOfTwoPeople_howeverAlike_stayApart(ClusterAlgorithm algorithm) {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(1, 0, 3, CLEAR), face(2, 0, 6, CLEAR));

        ClusteringResult clusters =
                cluster(algorithm, faces, new Constraints(Map.of(id(faces, 0), ADA, id(faces, 1), BEA), Set.of()));

        assertThat(personOf(clusters, id(faces, 0))).isEqualTo(ADA);
        assertThat(personOf(clusters, id(faces, 1))).isEqualTo(BEA);
    }

    ///      0                 120
    ///     ─●──────────────────●─   both Ada
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HDBSCAN")
    void facesOfOnePerson_howeverUnlike_areTogether(ClusterAlgorithm algorithm) {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(1, 0, 120, POOR));

        ClusteringResult clusters =
                cluster(algorithm, faces, new Constraints(Map.of(id(faces, 0), ADA, id(faces, 1), ADA), Set.of()));

        assertThat(clusters.clusters()).hasSize(1);
        assertThat(clusters.clusters().getFirst().assertedPerson()).isEqualTo(ADA);
        assertThat(clusters.clusters().getFirst().faces())
                .extracting(placed -> placed.assignment().reason())
                .containsOnly(Assignment.Reason.USER);
    }

    ///      0  3  6
    ///     ─●──●──●─   the first is Ada, the second is not
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HDBSCAN")
    void aRefusedFace_doesNotStandWithWhomItWasRefused(ClusterAlgorithm algorithm) {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(1, 0, 3, CLEAR), face(2, 0, 6, CLEAR));

        ClusteringResult clusters = cluster(
                algorithm, faces, new Constraints(Map.of(id(faces, 0), ADA), Set.of(new Rejection(id(faces, 1), ADA))));

        assertThat(personOf(clusters, id(faces, 0))).isEqualTo(ADA);
        assertThat(personOf(clusters, id(faces, 1))).isNotEqualTo(ADA);
    }

    @Test
    void aRefusedFaceThatResemblesNobodyElse_saysWhyItIsUnclear() {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(1, 0, 3, CLEAR), face(2, 0, 6, CLEAR));
        Map<FaceId, PersonId> held = Map.of(id(faces, 0), ADA, id(faces, 2), ADA);

        ClusteringResult clusters = cluster(
                ClusterAlgorithm.CORE_FIRST, faces, new Constraints(held, Set.of(new Rejection(id(faces, 1), ADA))));

        assertThat(clusters.unassigned())
                .singleElement()
                .satisfies(unclear -> assertThat(unclear.assignment().reason()).isEqualTo(Assignment.Reason.REJECTED));
    }

    @ParameterizedTest(name = "{0}, 20 galleries of 60 faces, seeds 1 to 20")
    @EnumSource(mode = Mode.EXCLUDE, names = "HDBSCAN")
    void randomConstraints_areAllKept_andEveryFaceStandsInOnePlace(ClusterAlgorithm algorithm) {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            List<Face> faces = new ArrayList<>();
            Map<FaceId, PersonId> held = new HashMap<>();
            Set<Rejection> rejections = new HashSet<>();
            for (int i = 0; i < 60; i++) {
                Face face = face(i / 2, i % 2, random.nextInt(360), 8 + 14 * random.nextFloat());
                faces.add(face);
                PersonId person = new PersonId(1 + random.nextInt(4));
                if (random.nextInt(3) == 0) {
                    held.put(face.id(), person);
                } else if (random.nextInt(3) == 0) {
                    rejections.add(new Rejection(face.id(), person));
                }
            }

            ClusteringResult clusters = cluster(algorithm, faces, new Constraints(held, rejections));

            held.forEach((face, person) -> assertThat(personOf(clusters, face)).isEqualTo(person));
            rejections.forEach(rejection ->
                    assertThat(personOf(clusters, rejection.face())).isNotEqualTo(rejection.person()));
            List<FaceId> all = new ArrayList<>(Circle.unclear(clusters));
            Circle.people(clusters).forEach(all::addAll);
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            faces.stream().map(Face::id).toList());
        }
    }

    @Test
    void aClusteringThatIsStopped_endsWithItsCode() {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(1, 0, 3, CLEAR));
        ClusterListener impatient = new ClusterListener() {
            @Override
            public boolean isCancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> Clusterers.create(ClusterOptions.defaults(), SPACE)
                        .cluster(FacesToCluster.of(faces), exhaustive(faces), ClusteringContext.empty(), impatient))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    private static ClusteringResult cluster(ClusterAlgorithm algorithm, List<Face> faces, Constraints constraints) {
        return Clusterers.create(new ClusterOptions(algorithm, Caution.BALANCED, .97f, 2), SPACE)
                .cluster(
                        FacesToCluster.of(faces),
                        exhaustive(faces),
                        new ClusteringContext(constraints, Map.of(), Set.of(), null),
                        ClusterListener.NONE);
    }

    private static FaceId id(List<Face> faces, int place) {
        return faces.get(place).id();
    }

    /// The identity that the person of a face is held to be; one below all for a face that is nobody's.
    private static PersonId personOf(ClusteringResult clusters, FaceId face) {
        return clusters.clusters().stream()
                .filter(person -> person.ids().contains(face))
                .map(ClusteringResult.Cluster::assertedPerson)
                .filter(held -> held != null)
                .findFirst()
                .orElse(new PersonId(999));
    }
}
