package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.ClusteringResult.AssignedFace;
import dev.likeness.cluster.ClusteringResult.Cluster;
import dev.likeness.cluster.ClusteringResultBuilder;
import dev.likeness.cluster.FaceClusterer;
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

/// Makes an algorithm that knows nothing of users keep what they said: afterwards, people whom it joined
/// are parted again, faces of one person come together, and a face that is refused leaves.
///
/// Where a group holds faces of several people, each of the others goes to the one that it is nearest to.
public final class ConstrainedClusterer implements FaceClusterer {
    private final FaceClusterer algorithm;

    public ConstrainedClusterer(FaceClusterer algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    public ClusteringResult cluster(
            List<Face> faces, Neighbourhood neighbourhood, ClusteringContext known, ClusterListener listener) {
        ClusteringResult found = algorithm.cluster(faces, neighbourhood, known, listener);
        Constraints constraints = known.constraints();
        Map<FaceId, Face> byId = new HashMap<>();
        TreeMap<PersonId, List<Face>> held = new TreeMap<>();
        for (Face face : faces) {
            byId.put(face.id(), face);
            PersonId identity = constraints.assigned().get(face.id());
            if (identity != null) {
                held.computeIfAbsent(identity, _ -> new ArrayList<>()).add(face);
            }
        }
        if (held.isEmpty()) {
            // A refusal is about an identity, and no group is anybody's yet: whose it is, IdentityKeeper decides.
            return found;
        }
        Map<PersonId, UnitVector> templates = new HashMap<>();
        held.forEach((identity, group) -> templates.put(identity, mean(group)));
        ClusteringResultBuilder clusters = new ClusteringResultBuilder();
        TreeMap<PersonId, List<Face>> people = new TreeMap<>();
        held.forEach((identity, group) -> people.put(identity, new ArrayList<>(group)));
        for (Cluster person : found.clusters()) {
            List<PersonId> claims = person.ids().stream()
                    .map(constraints.assigned()::get)
                    .filter(identity -> identity != null)
                    .distinct()
                    .sorted()
                    .toList();
            if (claims.isEmpty()) {
                clusters.addCluster(person.ids().stream().map(byId::get).toList(), person.faces(), null);
                continue;
            }
            for (AssignedFace placed : person.faces()) {
                Face face = byId.get(placed.id());
                if (face == null || constraints.assigned().containsKey(placed.id())) {
                    continue;
                }
                claims.stream()
                        .filter(identity -> !constraints.rejects(placed.id(), identity))
                        .max(Comparator.comparingDouble(identity -> face.embedding()
                                .direction()
                                .cosine(templates.getOrDefault(
                                        identity, face.embedding().direction()))))
                        .ifPresentOrElse(
                                identity -> people.computeIfAbsent(identity, _ -> new ArrayList<>())
                                        .add(face),
                                () -> clusters.addUnassigned(
                                        new AssignedFace(placed.id(), new Assignment(Assignment.Reason.REJECTED))));
            }
        }
        found.unassigned().stream()
                .filter(face -> !constraints.assigned().containsKey(face.id()))
                .forEach(clusters::addUnassigned);
        people.forEach((identity, group) -> {
            group.sort(Comparator.comparing(Face::id));
            List<AssignedFace> placed = group.stream()
                    .map(face -> new AssignedFace(
                            face.id(),
                            new Assignment(
                                    constraints.assigned().containsKey(face.id())
                                            ? Assignment.Reason.USER
                                            : Assignment.Reason.CORE)))
                    .toList();
            clusters.addCluster(group, placed, identity);
        });
        return clusters.build();
    }

    private static UnitVector mean(List<Face> group) {
        float[] sum = new float[group.getFirst().embedding().direction().dimension()];
        for (Face face : group) {
            float[] direction = face.embedding().direction().toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += direction[i];
            }
        }
        return UnitVector.normalized(sum);
    }
}
