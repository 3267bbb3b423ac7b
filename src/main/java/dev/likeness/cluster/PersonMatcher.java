package dev.likeness.cluster;

import dev.likeness.face.Constraints;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
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

/// Decides which group of a new clustering goes on under which identity, so that people keep their number
/// and name.
///
/// A group that users hold to be somebody is that one. The others are shared out greedily by overlap: the
/// pair of identity and group that share the most weight (the sum of `weight` over shared faces) is
/// joined first. Ties fall to the older identity. A group that nothing is left for is a new person. An
/// identity of whom users spoke takes no group that users did not give it, so that nobody's name is put
/// on strangers silently.
public final class PersonMatcher {
    private PersonMatcher() {}

    /// Finds each group's identity.
    ///
    /// @param groups the new clustering, from [ClusteringResult#clusters()]
    /// @param before each face's identity so far; faces without one are absent
    /// @param constrained the identities that users said anything of
    /// @param constraints a group takes no identity that one of its faces is refused
    /// @param weight how much a face counts, positive; its magnitude, so that the clear pictures decide
    /// @param newcomer makes the identity of a group that nobody claims
    /// @return each group's identity, in the order of `groups`, no identity twice
    public static List<PersonId> match(
            List<ClusteringResult.Cluster> groups,
            Map<FaceId, PersonId> before,
            Set<PersonId> constrained,
            Constraints constraints,
            ToDoubleFunction<FaceId> weight,
            Supplier<PersonId> newcomer) {
        Set<PersonId> taken = new HashSet<>(constraints.assigned().values());
        taken.addAll(constrained);
        List<Claim> claims = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            if (groups.get(group).assertedPerson() != null) {
                continue;
            }
            List<FaceId> faces = groups.get(group).ids();
            Map<PersonId, Double> shared = new LinkedHashMap<>();
            for (FaceId face : faces) {
                PersonId person = before.get(face);
                if (person != null) {
                    shared.merge(person, weight.applyAsDouble(face), Double::sum);
                }
            }
            int number = group;
            shared.forEach((person, overlap) -> {
                if (faces.stream().noneMatch(face -> constraints.rejects(face, person))) {
                    claims.add(new Claim(person, number, overlap));
                }
            });
        }
        claims.sort(Comparator.comparingDouble(Claim::overlap).reversed().thenComparing(Claim::person));
        Map<Integer, PersonId> kept = new HashMap<>();
        for (Claim claim : claims) {
            if (!kept.containsKey(claim.cluster()) && taken.add(claim.person())) {
                kept.put(claim.cluster(), claim.person());
            }
        }
        List<PersonId> identities = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            PersonId held = groups.get(group).assertedPerson();
            PersonId person = held == null ? kept.get(group) : held;
            identities.add(person == null ? newcomer.get() : person);
        }
        return identities;
    }

    private record Claim(PersonId person, int cluster, double overlap) {}
}
