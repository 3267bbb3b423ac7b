package dev.likeness.cluster.corefirst;

import static dev.likeness.cluster.Circle.CLEAR;
import static dev.likeness.cluster.Circle.POOR;
import static dev.likeness.cluster.Circle.exhaustive;
import static dev.likeness.cluster.Circle.face;
import static dev.likeness.cluster.Circle.ids;
import static dev.likeness.cluster.Circle.people;
import static dev.likeness.cluster.Circle.unclear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.Caution;
import dev.likeness.cluster.ClusterAlgorithm;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.face.Constraints;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Faces on the unit circle; clear ones stand above the line, poor ones below it.
class CoreFirstClustererTest {
    /// That of an ordinary embedder; on a circle, every cosine would be an accident.
    private static final FaceSpace SPACE = FaceSpace.of(null, 17.7, 2.75, 105);

    private static final PersonId SOMEBODY = new PersonId(1);

    private final FaceClusterer clusterer = Clusterers.create(ClusterOptions.defaults(), SPACE);

    ///      0  10  20          100 110          200
    ///     ─●───●───●───────────●───●────────────●─
    @Test
    void cluster_twoGroupsAndALoner_areTwoPeopleAndAnUnclearFace() {
        List<Face> faces = List.of(
                face(0, 0, 0, CLEAR),
                face(1, 0, 10, CLEAR),
                face(2, 0, 20, CLEAR),
                face(3, 0, 100, CLEAR),
                face(4, 0, 110, CLEAR),
                face(5, 0, 200, CLEAR));

        ClusteringResult clusters = clusterer.cluster(faces, exhaustive(faces));

        assertThat(people(clusters)).containsExactly(ids(faces, 0, 1, 2), ids(faces, 3, 4));
        assertThat(unclear(clusters)).containsExactlyElementsOf(ids(faces, 5));
    }

    @Test
    void cluster_nothing_isNothing() {
        assertThat(clusterer.cluster(List.of(), (_, _) -> List.of()))
                .isEqualTo(new ClusteringResult(List.of(), List.of()));
    }

    ///      0  5                  80 85
    ///     ─●──●──────────────────●──●─
    ///                 ○
    ///                42
    @Test
    void cluster_aPoorFaceBetweenTwoPeople_joinsNeitherAndDoesNotJoinThem() {
        List<Face> faces = List.of(
                face(0, 0, 0, CLEAR),
                face(1, 0, 5, CLEAR),
                face(2, 0, 80, CLEAR),
                face(3, 0, 85, CLEAR),
                face(4, 0, 42.5, POOR));

        ClusteringResult clusters = clusterer.cluster(faces, exhaustive(faces));

        assertThat(people(clusters)).containsExactly(ids(faces, 0, 1), ids(faces, 2, 3));
        assertThat(unclear(clusters)).containsExactlyElementsOf(ids(faces, 4));
    }

    ///      0  5                  80 85
    ///     ─●──●──────────────────●──●─
    ///        ○
    ///        3
    @Test
    void cluster_aPoorFaceBesideOnePerson_joins() {
        List<Face> faces = List.of(
                face(0, 0, 0, CLEAR),
                face(1, 0, 5, CLEAR),
                face(2, 0, 80, CLEAR),
                face(3, 0, 85, CLEAR),
                face(4, 0, 3, POOR));

        assertThat(people(clusterer.cluster(faces, exhaustive(faces))))
                .containsExactly(ids(faces, 0, 1, 4), ids(faces, 2, 3));
    }

    ///      0                  72       180
    ///     ─●●●●●●●●●●●●●●●●●●──○────────●●─
    @Test
    void cluster_aPoorFaceAwayFromSomebodySeenTwentyTimes_joinsForThatTheyAreSeenOften() {
        List<Face> faces = new ArrayList<>(List.of(face(0, 0, 72, POOR)));
        for (int i = 1; i <= 20; i++) {
            faces.add(face(i, 0, 0, CLEAR));
        }
        for (int i = 21; i <= 26; i++) {
            faces.add(face(i, 0, 180, CLEAR));
        }
        FaceClusterer unfamiliar =
                Clusterers.coreFirstWithout(Set.of(CoreFirstPart.FAMILIARITY), ClusterOptions.defaults(), SPACE);

        assertThat(unclear(clusterer.cluster(faces, exhaustive(faces)))).isEmpty();
        assertThat(unclear(unfamiliar.cluster(faces, exhaustive(faces)))).containsExactlyElementsOf(ids(faces, 0));
    }

    @Test
    void familiarity_growsWithTheLogarithmOfTheFaces_fromMoreThanTwo() {
        CoreFirstSettings.Thresholds weighing = CoreFirstSettings.DEFAULTS.thresholds();

        assertThat(weighing.familiarity(1)).isZero();
        assertThat(weighing.familiarity(2)).isZero();
        assertThat(weighing.familiarity(40) - weighing.familiarity(4))
                .isCloseTo(weighing.familiarityWeight() * Math.log(10), within(1e-12));
    }

    ///      0  4      40     74 78
    ///     ─●──●───────●──────●──●─
    @Test
    void cluster_aFaceThatWasSomebodyBefore_staysWhereItWouldNotHaveComeAnew() {
        List<Face> faces = between(40);

        assertThat(people(clusterer.cluster(faces, exhaustive(faces))))
                .containsExactly(ids(faces, 2, 3, 4), ids(faces, 0, 1));
        assertThat(people(afterBeingOne(faces, 0, 1, 2))).containsExactly(ids(faces, 0, 1, 2), ids(faces, 3, 4));
    }

    ///      0  4             60 74 78
    ///     ─●──●──────────────●─●──●─
    @Test
    void cluster_aFaceThatClearlyResemblesSomebodyElse_leavesWhomItWasBefore() {
        List<Face> faces = between(60);

        assertThat(people(afterBeingOne(faces, 0, 1, 2))).containsExactly(ids(faces, 2, 3, 4), ids(faces, 0, 1));
    }

    @Test
    void cluster_aFaceThatAUserRefusedWhomItWasBefore_isNotKeptThere() {
        List<Face> faces = between(40);
        Constraints refused =
                new Constraints(Map.of(), Set.of(new Rejection(faces.get(2).id(), SOMEBODY)));

        ClusteringResult clusters = clusterer.cluster(
                FacesToCluster.of(faces),
                exhaustive(faces),
                new ClusteringContext(refused, were(faces, 0, 1, 2), Set.of(), null),
                ClusterListener.NONE);

        assertThat(people(clusters)).containsExactly(ids(faces, 2, 3, 4), ids(faces, 0, 1));
    }

    /// Two faces at one end, two at the other, and one between them.
    private static List<Face> between(double degrees) {
        return List.of(
                face(0, 0, 0, CLEAR),
                face(1, 0, 4, CLEAR),
                face(2, 0, degrees, CLEAR),
                face(3, 0, 74, CLEAR),
                face(4, 0, 78, CLEAR));
    }

    private ClusteringResult afterBeingOne(List<Face> faces, int... places) {
        return clusterer.cluster(
                FacesToCluster.of(faces),
                exhaustive(faces),
                new ClusteringContext(Constraints.empty(), were(faces, places), Set.of(), null),
                ClusterListener.NONE);
    }

    private static Map<FaceId, PersonId> were(List<Face> faces, int... places) {
        return Arrays.stream(places)
                .boxed()
                .collect(Collectors.toMap(place -> faces.get(place).id(), _ -> SOMEBODY));
    }

    ///     ─────────────────────
    ///      ○○○            ○
    ///      0 3 6         120
    @Test
    void cluster_someoneKnownFromPoorPhotosOnly_isAPersonToo() {
        List<Face> faces =
                List.of(face(0, 0, 0, POOR), face(1, 0, 3, POOR), face(2, 0, 6, POOR), face(3, 0, 120, POOR));

        ClusteringResult clusters = clusterer.cluster(faces, exhaustive(faces));

        assertThat(people(clusters)).containsExactly(ids(faces, 0, 1, 2));
        assertThat(unclear(clusters)).containsExactlyElementsOf(ids(faces, 3));
    }

    /// Nine clear faces of one person, with cosines of .8 to each other, and five faces just below the
    /// magnitude of a core, with cosines of .6 to each other and of .36 to the nine. The nine are the more
    /// familiar person, but the five resemble each other more.
    @Test
    void cluster_poorFacesThatResembleEachOtherMoreThanAFamiliarPerson_doNotJoinThatPerson() {
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            faces.add(face(i, 0, CLEAR, inSpace(i, Math.sqrt(.8), 0)));
        }
        for (int i = 9; i < 14; i++) {
            faces.add(face(i, 0, 12.2f, inSpace(i, .4, Math.sqrt(.44))));
        }

        List<List<FaceId>> found = people(clusterer.cluster(faces, exhaustive(faces)));

        assertThat(found).contains(ids(faces, 0, 1, 2, 3, 4, 5, 6, 7, 8));
        assertThat(found.size() == 1 ? List.of() : found.get(1)).isIn(List.of(), ids(faces, 9, 10, 11, 12, 13));
    }

    /// A direction with these components along the two people, and the rest along an axis of its own.
    private static float[] inSpace(int face, double one, double other) {
        float[] direction = new float[16];
        direction[0] = (float) one;
        direction[1] = (float) other;
        direction[2 + face] = (float) Math.sqrt(1 - one * one - other * other);
        return direction;
    }

    ///      0        65
    ///     ─●────────●─   of two photos: one person; of one photo: two
    @Test
    void cluster_twoFacesOfOnePhoto_areKeptApartWhereTwoPhotosWouldNotBe() {
        List<Face> apart = List.of(face(0, 0, 0, CLEAR), face(1, 0, 65, CLEAR));
        List<Face> together = List.of(face(0, 0, 0, CLEAR), face(0, 1, 65, CLEAR));

        assertThat(people(clusterer.cluster(apart, exhaustive(apart)))).hasSize(1);
        assertThat(people(clusterer.cluster(together, exhaustive(together)))).isEmpty();
    }

    @Test
    void cluster_twoFacesOfOnePhotoThatAreHardlyToldApart_areOnePersonInAMirror() {
        List<Face> faces = List.of(face(0, 0, 0, CLEAR), face(0, 1, 2, CLEAR));

        assertThat(people(clusterer.cluster(faces, exhaustive(faces)))).containsExactly(ids(faces, 0, 1));
    }

    @Test
    @DisplayName("the order in which the faces come does not matter to any algorithm (10 shuffles, seed 1)")
    void cluster_ofShuffledFaces_isTheSame() {
        Random random = new Random(1);
        List<Face> faces = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            faces.add(face(i / 2, i % 2, random.nextInt(360), 8 + 14 * random.nextFloat()));
        }
        for (ClusterAlgorithm algorithm : ClusterAlgorithm.values()) {
            FaceClusterer each = Clusterers.create(new ClusterOptions(algorithm, Caution.BALANCED, 0.97f, 2), SPACE);
            ClusteringResult expected = each.cluster(faces, exhaustive(faces));
            for (int i = 0; i < 10; i++) {
                List<Face> shuffled = new ArrayList<>(faces);
                Collections.shuffle(shuffled, random);

                assertThat(each.cluster(shuffled, exhaustive(shuffled)))
                        .as(algorithm.name())
                        .isEqualTo(expected);
            }
        }
    }
}
