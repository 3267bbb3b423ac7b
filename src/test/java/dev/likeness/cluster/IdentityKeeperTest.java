package dev.likeness.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import dev.likeness.face.PhotoId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentityKeeperTest {
    private static final IdentityId ONE = new IdentityId(1);
    private static final IdentityId TWO = new IdentityId(2);
    private static final IdentityId NEW = new IdentityId(100);

    @Test
    void keep_sameGroups_keepTheirIdentities() {
        assertThat(keep(List.of(faces(0, 3), faces(3, 5)), Map.of(ONE, faces(0, 3), TWO, faces(3, 5)), Map.of()))
                .containsExactly(ONE, TWO);
    }

    @Test
    void keep_aSplit_leavesTheIdentityWithTheLargerPart() {
        assertThat(keep(List.of(faces(0, 1), faces(1, 4)), Map.of(ONE, faces(0, 4)), Map.of()))
                .containsExactly(NEW, ONE);
    }

    @Test
    void keep_aMerge_keepsTheIdentityOfTheGreaterWeight() {
        assertThat(keep(List.of(faces(0, 5)), Map.of(ONE, faces(0, 2), TWO, faces(2, 5)), Map.of()))
                .containsExactly(TWO);
    }

    @Test
    void keep_aMergeWithANamedPerson_keepsTheNamedOne() {
        assertThat(keep(
                        List.of(faces(0, 5)),
                        Map.of(ONE, faces(0, 2), TWO, faces(2, 5)),
                        Map.of(ONE, new Identity(ONE, "Ada"))))
                .containsExactly(ONE);
    }

    @Test
    void keep_weights_letAClearPictureOutvoteTwoPoorOnes() {
        Map<FaceId, IdentityId> before = new HashMap<>();
        List<FaceId> group = faces(0, 3);
        before.put(group.get(0), ONE);
        before.put(group.get(1), TWO);
        before.put(group.get(2), TWO);

        List<IdentityId> kept = IdentityKeeper.keep(
                List.of(group), before, Map.of(), face -> face.equals(group.getFirst()) ? 25 : 5, () -> NEW);

        assertThat(kept).containsExactly(ONE);
    }

    @Test
    void keep_aTie_fallsToTheOlderIdentity() {
        assertThat(keep(List.of(faces(0, 4)), Map.of(TWO, faces(0, 2), ONE, faces(2, 4)), Map.of()))
                .containsExactly(ONE);
    }

    private static List<IdentityId> keep(
            List<List<FaceId>> groups, Map<IdentityId, List<FaceId>> members, Map<IdentityId, Identity> people) {
        Map<FaceId, IdentityId> before = new HashMap<>();
        members.forEach((identity, faces) -> faces.forEach(face -> before.put(face, identity)));
        AtomicLong next = new AtomicLong(NEW.value());
        return IdentityKeeper.keep(groups, before, people, _ -> 1, () -> new IdentityId(next.getAndIncrement()));
    }

    private static List<FaceId> faces(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new FaceId(new PhotoId("%064x".formatted(i)), 0))
                .toList();
    }
}
