package dev.likeness.cluster;

import dev.likeness.face.FaceId;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Decides which group of a new clustering goes on under which identity, so that people keep their number
/// and name.
///
/// Greedy by overlap: the pair of identity and group that share the most weight (the sum of `weight` over
/// shared faces) is joined first; named identities choose before unnamed ones. Ties fall to the older
/// identity. A group that nothing is left for is a new person.
public final class IdentityKeeper {
    private IdentityKeeper() {}

    /// Finds each group's identity.
    ///
    /// @param groups the new clustering, from [Clusters#people()]
    /// @param before each face's identity so far; faces without one are absent
    /// @param people the identities so far
    /// @param weight how much a face counts, positive; its magnitude, so that the clear pictures decide
    /// @param newcomer makes the identity of a group that nobody claims
    /// @return each group's identity, in the order of `groups`, no identity twice
    public static List<IdentityId> keep(
            List<List<FaceId>> groups,
            Map<FaceId, IdentityId> before,
            Map<IdentityId, Identity> people,
            ToDoubleFunction<FaceId> weight,
            Supplier<IdentityId> newcomer) {
        List<Claim> claims = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            Map<IdentityId, Double> shared = new LinkedHashMap<>();
            for (FaceId face : groups.get(group)) {
                IdentityId identity = before.get(face);
                if (identity != null) {
                    shared.merge(identity, weight.applyAsDouble(face), Double::sum);
                }
            }
            int number = group;
            shared.forEach((identity, overlap) -> claims.add(new Claim(identity, number, overlap)));
        }
        claims.sort(Comparator.comparingInt((Claim claim) -> isNamed(people.get(claim.identity())) ? 0 : 1)
                .thenComparing(Comparator.comparingDouble(Claim::overlap).reversed())
                .thenComparing(Claim::identity));
        Map<Integer, IdentityId> kept = new HashMap<>();
        Set<IdentityId> taken = new HashSet<>();
        for (Claim claim : claims) {
            if (!kept.containsKey(claim.group()) && taken.add(claim.identity())) {
                kept.put(claim.group(), claim.identity());
            }
        }
        List<IdentityId> identities = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            IdentityId identity = kept.get(group);
            identities.add(identity == null ? newcomer.get() : identity);
        }
        return identities;
    }

    private static boolean isNamed(@Nullable Identity identity) {
        return identity != null && identity.name() != null;
    }

    private record Claim(IdentityId identity, int group, double overlap) {}
}
