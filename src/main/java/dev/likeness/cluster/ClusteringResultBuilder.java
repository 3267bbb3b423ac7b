package dev.likeness.cluster;

import dev.likeness.cluster.ClusteringResult.AssignedFace;
import dev.likeness.cluster.ClusteringResult.Cluster;
import dev.likeness.face.Assignment;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Builds a [ClusteringResult], and computes the template and the profile of each cluster.
public final class ClusteringResultBuilder {
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<AssignedFace> unassigned = new ArrayList<>();

    /// Builds the result of an algorithm that gives no reasons. Clusters of at least `minFaces` faces are
    /// people; all other faces are unassigned.
    static ClusteringResult ofLabels(IntFunction<Face> faces, int[] labels, int minFaces) {
        TreeMap<Integer, List<Integer>> byLabel = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            byLabel.computeIfAbsent(labels[face], _ -> new ArrayList<>()).add(face);
        }
        ClusteringResultBuilder clusters = new ClusteringResultBuilder();
        for (List<Integer> numbers : byLabel.values()) {
            List<Face> members = numbers.stream().map(faces::apply).toList();
            if (members.size() >= minFaces) {
                clusters.addCluster(members, assigned(members, Assignment.Reason.CORE), null);
            } else {
                assigned(members, Assignment.Reason.NO_SIMILAR_FACE).forEach(clusters::addUnassigned);
            }
        }
        return clusters.build();
    }

    private static List<AssignedFace> assigned(List<Face> members, Assignment.Reason reason) {
        return members.stream()
                .map(face -> new AssignedFace(face.id(), new Assignment(reason)))
                .toList();
    }

    /// Adds a cluster.
    ///
    /// @param faces the faces of the cluster, by face id
    /// @param assigned the same faces with their reasons
    public void addCluster(List<Face> faces, List<AssignedFace> assigned, @Nullable PersonId assertedPerson) {
        float[] sum = new float[faces.getFirst().embedding().direction().dimension()];
        for (Face face : faces) {
            float[] raw = face.embedding().raw();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += raw[i] / faces.size();
            }
        }
        clusters.add(new Cluster(assigned, assertedPerson, Embedding.ofRaw(sum), PersonProfile.of(faces)));
    }

    public void addUnassigned(AssignedFace face) {
        unassigned.add(face);
    }

    public ClusteringResult build() {
        clusters.sort(
                Comparator.comparingInt((Cluster cluster) -> cluster.faces().size())
                        .reversed()
                        .thenComparing(cluster -> cluster.faces().getFirst().id()));
        unassigned.sort(Comparator.comparing(AssignedFace::id));
        return new ClusteringResult(clusters, unassigned);
    }
}
