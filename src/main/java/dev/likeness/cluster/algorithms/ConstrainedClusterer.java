package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.ClusteringResult.AssignedFace;
import dev.likeness.cluster.ClusteringResult.Cluster;
import dev.likeness.cluster.ClusteringResultBuilder;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Assignment;
import dev.likeness.face.Constraints;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Applies the assertions of users to the result of an algorithm that does not know them. Clusters with
/// several asserted people are split, faces that are assigned to one person are merged, and rejected faces
/// are removed.
///
/// In a cluster with several asserted people, each face without an assertion goes to the nearest of them.
public final class ConstrainedClusterer implements FaceClusterer {
    private final FaceClusterer algorithm;

    public ConstrainedClusterer(FaceClusterer algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        ClusteringResult found = algorithm.cluster(faces, neighbourhood, context, listener);
        Constraints constraints = context.constraints();
        Map<FaceId, Integer> byId = new HashMap<>();
        TreeMap<PersonId, List<Face>> asserted = new TreeMap<>();
        for (int face = 0; face < faces.size(); face++) {
            byId.put(faces.id(face), face);
            PersonId person = constraints.assigned().get(faces.id(face));
            if (person != null) {
                asserted.computeIfAbsent(person, _ -> new ArrayList<>()).add(faces.face(face));
            }
        }
        if (asserted.isEmpty()) {
            // A rejection names a person, and no cluster has a person yet: PersonMatcher applies the rejections.
            return found;
        }
        Map<PersonId, UnitVector> templates = new HashMap<>();
        asserted.forEach((person, members) -> templates.put(person, mean(members)));
        ClusteringResultBuilder clusters = new ClusteringResultBuilder();
        TreeMap<PersonId, List<Face>> people = new TreeMap<>();
        asserted.forEach((person, members) -> people.put(person, new ArrayList<>(members)));
        for (Cluster cluster : found.clusters()) {
            List<PersonId> claims = cluster.ids().stream()
                    .map(constraints.assigned()::get)
                    .filter(person -> person != null)
                    .distinct()
                    .sorted()
                    .toList();
            if (claims.isEmpty()) {
                clusters.addCluster(
                        cluster.ids().stream().map(byId::get).map(faces::face).toList(), cluster.faces(), null);
                continue;
            }
            for (AssignedFace assigned : cluster.faces()) {
                Integer number = byId.get(assigned.id());
                if (number == null || constraints.assigned().containsKey(assigned.id())) {
                    continue;
                }
                Face face = faces.face(number);
                claims.stream()
                        .filter(person -> !constraints.rejects(assigned.id(), person))
                        .max(Comparator.comparingDouble(person -> face.embedding()
                                .direction()
                                .cosine(templates.getOrDefault(
                                        person, face.embedding().direction()))))
                        .ifPresentOrElse(
                                person -> people.computeIfAbsent(person, _ -> new ArrayList<>())
                                        .add(face),
                                () -> clusters.addUnassigned(
                                        new AssignedFace(assigned.id(), new Assignment(Assignment.Reason.REJECTED))));
            }
        }
        found.unassigned().stream()
                .filter(face -> !constraints.assigned().containsKey(face.id()))
                .forEach(clusters::addUnassigned);
        people.forEach((person, members) -> {
            members.sort(Comparator.comparing(Face::id));
            List<AssignedFace> assigned = members.stream()
                    .map(face -> new AssignedFace(
                            face.id(),
                            new Assignment(
                                    constraints.assigned().containsKey(face.id())
                                            ? Assignment.Reason.USER
                                            : Assignment.Reason.CORE)))
                    .toList();
            clusters.addCluster(members, assigned, person);
        });
        return clusters.build();
    }

    private static UnitVector mean(List<Face> members) {
        float[] sum = new float[members.getFirst().embedding().direction().dimension()];
        for (Face face : members) {
            float[] direction = face.embedding().direction().toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += direction[i];
            }
        }
        return UnitVector.normalized(sum);
    }
}
