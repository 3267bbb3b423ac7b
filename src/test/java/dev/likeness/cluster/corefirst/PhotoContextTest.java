package dev.likeness.cluster.corefirst;

import static dev.likeness.cluster.Circle.CLEAR;
import static dev.likeness.cluster.Circle.POOR;
import static dev.likeness.cluster.Circle.exhaustive;
import static dev.likeness.cluster.Circle.face;
import static dev.likeness.cluster.Circle.people;
import static dev.likeness.cluster.Circle.unclear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.FaceSpace;
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
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Ann at 0° and Ben at 80° of one circle, and six others, each on an axis of their own. The face in question is poor.
///
///      0  5         80 85
///     ─●──●──────────●──●─
///              ○
///             42.5
class PhotoContextTest {
    /// That of an ordinary embedder; on a circle, every cosine would be an accident.
    private static final FaceSpace SPACE = FaceSpace.of(null, 17.7, 2.75, 105);

    private static final LocalDateTime NOON = LocalDateTime.of(2020, 7, 1, 12, 0);
    private static final CoreFirstSettings.Context SETTINGS = CoreFirstSettings.DEFAULTS.context();

    /// The number of the photo of the face in question.
    private static final int ASKED = 50;

    private final FaceClusterer clusterer = Clusterers.create(ClusterOptions.defaults(), SPACE);
    private final List<Face> faces = new ArrayList<>();
    private final Map<PhotoId, LocalDateTime> times = new HashMap<>();

    @Test
    void cluster_aPoorFaceBetweenTwoPeople_joinsTheOneWhoIsInAPhotoOfTheSameMoment() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);

        assertThat(unclear(cluster())).contains(asked);

        taken(0, NOON.plusSeconds(40));
        taken(ASKED, NOON);
        assertThat(personOf(asked)).contains(faces.get(0).id());

        times.clear();
        taken(2, NOON.minusSeconds(40));
        taken(ASKED, NOON);
        assertThat(personOf(asked)).contains(faces.get(2).id());
    }

    @Test
    void cluster_aPhotoOfMoreThanAMinuteLater_isAnotherMoment() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        taken(0, NOON.plusSeconds(61));
        taken(ASKED, NOON);

        assertThat(unclear(cluster())).contains(asked);
    }

    @Test
    void cluster_timesOfWhichOnlyTheDayIsKnown_areNoMoment() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        taken(0, NOON.toLocalDate().atStartOfDay());
        taken(ASKED, NOON.toLocalDate().atStartOfDay());

        assertThat(unclear(cluster())).contains(asked);
    }

    @Test
    void cluster_moreThan64PhotosOfOneMinute_areNoMoment() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        taken(0, NOON);
        taken(ASKED, NOON);
        // Somebody else entirely.
        for (int photo = 100; photo < 162; photo++) {
            faces.add(other(photo, 0, 0));
            taken(photo, NOON.plusSeconds(photo % 60));
        }
        assertThat(personOf(asked)).contains(faces.get(0).id());

        faces.add(other(162, 0, 0));
        taken(162, NOON);
        assertThat(unclear(cluster())).contains(asked);
    }

    @Test
    void cluster_aPersonWhoIsClearlyInThePhotoAlready_isNotExpectedASecondTime() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        faces.add(at(ASKED, 1, 2, CLEAR));
        List<List<FaceId>> before = people(cluster());
        taken(0, NOON);
        taken(ASKED, NOON);

        assertThat(people(cluster())).isEqualTo(before);
        assertThat(personOf(asked)).doesNotContain(faces.get(0).id());
    }

    @Test
    void cluster_aPoorFaceThatResemblesSomebodyElse_isNotOverruledByTheMoment() {
        FaceId asked = everybodyAndAFaceAt(79, POOR);
        taken(0, NOON);
        taken(ASKED, NOON);

        assertThat(personOf(asked)).contains(faces.get(2).id());
    }

    @Test
    void cluster_aClearFace_hasNoContext() {
        FaceId asked = everybodyAndAFaceAt(42.5, CLEAR);
        List<List<FaceId>> before = people(cluster());
        taken(0, NOON);
        taken(ASKED, NOON);

        assertThat(people(cluster())).isEqualTo(before);
        assertThat(personOf(asked)).doesNotContain(faces.get(0).id());
    }

    @Test
    void cluster_aPersonWhomAUserRejectedForTheFace_isNotBroughtBack() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        PersonId ann = new PersonId(1);
        taken(0, NOON);
        taken(ASKED, NOON);
        Constraints rejected = new Constraints(Map.of(faces.get(0).id(), ann), Set.of(new Rejection(asked, ann)));

        assertThat(people(cluster(clusterer, new ClusteringContext(rejected, Map.of(), Set.of(), null))))
                .noneMatch(person ->
                        person.contains(asked) && person.contains(faces.get(0).id()));
    }

    @Test
    void cluster_aFaceThatAUserAssigned_staysThereWhateverTheMoment() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        PersonId ben = new PersonId(2);
        taken(0, NOON);
        taken(ASKED, NOON);
        Constraints assigned = new Constraints(Map.of(faces.get(2).id(), ben, asked, ben), Set.of());

        assertThat(people(cluster(clusterer, new ClusteringContext(assigned, Map.of(), Set.of(), null))))
                .anyMatch(person ->
                        person.contains(asked) && person.contains(faces.get(2).id()));
    }

    @Test
    void cluster_withoutThePart_isAsWithoutTimes() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        taken(0, NOON);
        taken(ASKED, NOON);

        assertThat(unclear(cluster(without(CoreFirstPart.MOMENT), ClusteringContext.empty())))
                .contains(asked);
        assertThat(unclear(cluster(without(CoreFirstPart.COMPANY), ClusteringContext.empty())))
                .doesNotContain(asked);
    }

    @Test
    void cluster_aPoorFaceBesideSomebody_joinsTheOneOftenSeenWithThem() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        togetherWithAnn(12);
        faces.add(other(ASKED, 1, 0));

        assertThat(personOf(asked)).contains(faces.get(0).id());
        assertThat(people(cluster(without(CoreFirstPart.COMPANY), ClusteringContext.empty())))
                .noneMatch(person ->
                        person.contains(asked) && person.contains(faces.get(0).id()));
    }

    @Test
    void cluster_whenUsersConfirmedThatNobodyStays_theMomentSaysNothing() {
        FaceId asked = everybodyAndAFaceAt(42.5, POOR);
        taken(0, NOON);
        taken(ASKED, NOON);
        Map<FaceId, PersonId> assigned = new HashMap<>();
        // Forty moments, each with a photo of one and a photo of another.
        for (int i = 0; i < 80; i++) {
            Face face = other(200 + i, 0, i % 2);
            faces.add(face);
            taken(200 + i, NOON.plusDays(1 + i / 2));
            assigned.put(face.id(), new PersonId(1 + i % 2));
        }
        Constraints constraints = new Constraints(assigned, Set.of());

        ClusteringResult named = cluster(clusterer, new ClusteringContext(constraints, Map.of(), Set.of(), null));
        ClusteringResult confirmed = cluster(
                clusterer, new ClusteringContext(constraints, Map.of(), new HashSet<>(assigned.keySet()), null));

        assertThat(unclear(named)).doesNotContain(asked);
        assertThat(unclear(confirmed)).contains(asked);
    }

    @Test
    @DisplayName("without capture times, one face a photo: the same result as without the parts (seed 3)")
    void cluster_withoutTimesAndOneFaceAPhoto_isTheSameAsWithoutTheParts() {
        Random random = new Random(3);
        for (int photo = 0; photo < 300; photo++) {
            faces.add(at(
                    photo, 0, 40 * random.nextInt(9) + 8 * random.nextGaussian(), random.nextBoolean() ? CLEAR : POOR));
        }

        ClusteringResult result = cluster();

        assertThat(result).isEqualTo(cluster(without(CoreFirstPart.MOMENT), ClusteringContext.empty()));
        assertThat(result).isEqualTo(cluster(without(CoreFirstPart.COMPANY), ClusteringContext.empty()));
    }

    @Test
    void evidence_isAtMostThreeNats_andLessThanThatOfOnePhoto() {
        assertThat(SETTINGS.evidence(1)).isCloseTo(2.7, within(1e-12));
        assertThat(SETTINGS.evidence(100)).isCloseTo(8.1, within(1e-12));
        assertThat(SETTINGS.evidence(-1)).isZero();
        assertThat(SETTINGS.evidence(100)).isLessThan(CoreFirstSettings.DEFAULTS.samePhotoPenalty());
    }

    private FaceId everybodyAndAFaceAt(double degrees, float magnitude) {
        faces.addAll(List.of(at(0, 0, 0, CLEAR), at(1, 0, 5, CLEAR), at(2, 0, 80, CLEAR), at(3, 0, 85, CLEAR)));
        for (int other = 0; other < 6; other++) {
            faces.add(other(10 + 2 * other, 0, other));
            faces.add(other(11 + 2 * other, 0, other));
        }
        Face asked = at(ASKED, 0, degrees, magnitude);
        faces.add(asked);
        return asked.id();
    }

    /// Photos of Ann beside the first of the others, as many of Ben beside one of the rest, and of the rest together.
    private void togetherWithAnn(int photos) {
        for (int i = 0; i < photos; i++) {
            faces.add(at(300 + i, 0, 1, CLEAR));
            faces.add(other(300 + i, 1, 0));
            faces.add(at(400 + i, 0, 82, CLEAR));
            faces.add(other(400 + i, 1, 1 + i % 5));
            for (int rest = 0; rest < 5; rest++) {
                faces.add(other(1_000 + 5 * i + rest, 0, 1 + rest));
                faces.add(other(1_000 + 5 * i + rest, 1, 1 + (rest + 1) % 5));
            }
        }
    }

    /// A face on the circle of Ann and Ben.
    private static Face at(int photo, int ordinal, double degrees, float magnitude) {
        double angle = Math.toRadians(degrees);
        return face(photo, ordinal, magnitude, (float) Math.cos(angle), (float) Math.sin(angle), 0, 0, 0, 0, 0, 0);
    }

    /// A clear face of one of the six others.
    private static Face other(int photo, int ordinal, int number) {
        float[] axis = new float[8];
        axis[2 + number] = 1;
        return face(photo, ordinal, CLEAR, axis);
    }

    private void taken(int photo, LocalDateTime time) {
        times.put(face(photo, 0, 0, CLEAR).id().photo(), time);
    }

    private static FaceClusterer without(CoreFirstPart part) {
        return Clusterers.coreFirstWithout(Set.of(part), ClusterOptions.defaults(), SPACE);
    }

    private ClusteringResult cluster() {
        return cluster(clusterer, ClusteringContext.empty());
    }

    private ClusteringResult cluster(FaceClusterer by, ClusteringContext context) {
        return by.cluster(FacesToCluster.of(faces, times), exhaustive(faces), context, ClusterListener.NONE);
    }

    /// The faces of the person of a face; empty if it has none.
    private List<FaceId> personOf(FaceId face) {
        return people(cluster()).stream()
                .filter(person -> person.contains(face))
                .findFirst()
                .orElse(List.of());
    }
}
