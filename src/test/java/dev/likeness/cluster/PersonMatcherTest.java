package dev.likeness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.Assignment;
import dev.likeness.face.Constraints;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonMatcherTest {
    private static final PersonId ONE = new PersonId(1);
    private static final PersonId TWO = new PersonId(2);
    private static final PersonId NEW = new PersonId(100);

    @Test
    void keep_sameGroups_keepTheirIdentities() {
        assertThat(keep(List.of(faces(0, 3), faces(3, 5)), Map.of(ONE, faces(0, 3), TWO, faces(3, 5)), Set.of()))
                .containsExactly(ONE, TWO);
    }

    @Test
    void keep_aSplit_leavesTheIdentityWithTheLargerPart() {
        assertThat(keep(List.of(faces(0, 1), faces(1, 4)), Map.of(ONE, faces(0, 4)), Set.of()))
                .containsExactly(NEW, ONE);
    }

    @Test
    void keep_aMerge_keepsTheIdentityOfTheGreaterWeight() {
        assertThat(keep(List.of(faces(0, 5)), Map.of(ONE, faces(0, 2), TWO, faces(2, 5)), Set.of()))
                .containsExactly(TWO);
    }

    @Test
    void keep_someoneOfWhomAUserSpoke_takesOnlyTheGroupThatIsHeld() {
        assertThat(keep(List.of(faces(0, 5)), Map.of(ONE, faces(0, 3), TWO, faces(3, 5)), Set.of(ONE)))
                .containsExactly(TWO);
        assertThat(PersonMatcher.match(
                        List.of(person(faces(0, 2), null), person(faces(2, 5), ONE)),
                        Map.of(faces(0, 1).getFirst(), ONE),
                        Set.of(ONE),
                        Constraints.empty(),
                        _ -> 1,
                        () -> NEW))
                .containsExactly(NEW, ONE);
    }

    @Test
    void keep_aGroupWithARefusedFace_doesNotBecomeWhoWasRefused() {
        List<FaceId> group = faces(0, 3);
        Map<FaceId, PersonId> before = Map.of(group.get(0), ONE, group.get(1), ONE);

        assertThat(PersonMatcher.match(
                        List.of(person(group, null)),
                        before,
                        Set.of(),
                        new Constraints(Map.of(), Set.of(new Rejection(group.get(2), ONE))),
                        _ -> 1,
                        () -> NEW))
                .containsExactly(NEW);
    }

    @Test
    void keep_weights_letAClearPictureOutvoteTwoPoorOnes() {
        Map<FaceId, PersonId> before = new HashMap<>();
        List<FaceId> group = faces(0, 3);
        before.put(group.get(0), ONE);
        before.put(group.get(1), TWO);
        before.put(group.get(2), TWO);

        List<PersonId> kept = PersonMatcher.match(
                List.of(person(group, null)),
                before,
                Set.of(),
                Constraints.empty(),
                face -> face.equals(group.getFirst()) ? 25 : 5,
                () -> NEW);

        assertThat(kept).containsExactly(ONE);
    }

    @Test
    void keep_aTie_fallsToTheOlderIdentity() {
        assertThat(keep(List.of(faces(0, 4)), Map.of(TWO, faces(0, 2), ONE, faces(2, 4)), Set.of()))
                .containsExactly(ONE);
    }

    private static List<PersonId> keep(
            List<List<FaceId>> groups, Map<PersonId, List<FaceId>> members, Set<PersonId> constrained) {
        Map<FaceId, PersonId> before = new HashMap<>();
        members.forEach((person, faces) -> faces.forEach(face -> before.put(face, person)));
        AtomicLong next = new AtomicLong(NEW.value());
        return PersonMatcher.match(
                groups.stream().map(group -> person(group, null)).toList(),
                before,
                constrained,
                Constraints.empty(),
                _ -> 1,
                () -> new PersonId(next.getAndIncrement()));
    }

    private static ClusteringResult.Cluster person(List<FaceId> faces, @Nullable PersonId held) {
        return new ClusteringResult.Cluster(
                faces.stream()
                        .map(face -> new ClusteringResult.AssignedFace(face, new Assignment(Assignment.Reason.CORE)))
                        .toList(),
                held,
                Embedding.ofRaw(new float[] {1}),
                new PersonProfile(faces.getFirst(), 1f, 0));
    }

    private static List<FaceId> faces(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new FaceId(new PhotoId("%064x".formatted(i)), 0))
                .toList();
    }
}
