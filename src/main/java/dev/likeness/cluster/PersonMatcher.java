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

/// Matches the clusters of a new clustering to the existing people, so that people keep their number and
/// name.
///
/// A cluster with an asserted person gets that person. The other clusters are matched greedily by overlap:
/// the person and the cluster with the largest total weight of shared faces first. Ties go to the older
/// person. A cluster without a match becomes a new person. People with assertions never get a cluster without
/// an assertion, so that a name is never given to other faces silently.
public final class PersonMatcher {
    private PersonMatcher() {}

    /// Finds the person of each cluster.
    ///
    /// @param clusters the new clustering, from [ClusteringResult#clusters()]
    /// @param previous the previous person of each face; faces without a person are absent
    /// @param constrained people with assertions
    /// @param constraints a cluster never gets a person for which one of its faces is rejected
    /// @param weight weight of a face, positive: its magnitude, so that clear faces decide
    /// @param newcomer creates a new person
    /// @return the person of each cluster, in the order of the clusters, without duplicates
    public static List<PersonId> match(
            List<ClusteringResult.Cluster> clusters,
            Map<FaceId, PersonId> previous,
            Set<PersonId> constrained,
            Constraints constraints,
            ToDoubleFunction<FaceId> weight,
            Supplier<PersonId> newcomer) {
        Set<PersonId> taken = new HashSet<>(constraints.assigned().values());
        taken.addAll(constrained);
        List<Claim> claims = new ArrayList<>();
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            if (clusters.get(cluster).assertedPerson() != null) {
                continue;
            }
            List<FaceId> faces = clusters.get(cluster).ids();
            Map<PersonId, Double> shared = new LinkedHashMap<>();
            for (FaceId face : faces) {
                PersonId person = previous.get(face);
                if (person != null) {
                    shared.merge(person, weight.applyAsDouble(face), Double::sum);
                }
            }
            int number = cluster;
            shared.forEach((person, overlap) -> {
                if (faces.stream().noneMatch(face -> constraints.rejects(face, person))) {
                    claims.add(new Claim(person, number, overlap));
                }
            });
        }
        claims.sort(Comparator.comparingDouble(Claim::overlap).reversed().thenComparing(Claim::person));
        Map<Integer, PersonId> matched = new HashMap<>();
        for (Claim claim : claims) {
            if (!matched.containsKey(claim.cluster()) && taken.add(claim.person())) {
                matched.put(claim.cluster(), claim.person());
            }
        }
        List<PersonId> people = new ArrayList<>();
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            PersonId asserted = clusters.get(cluster).assertedPerson();
            PersonId person = asserted == null ? matched.get(cluster) : asserted;
            people.add(person == null ? newcomer.get() : person);
        }
        return people;
    }

    private record Claim(PersonId person, int cluster, double overlap) {}
}
