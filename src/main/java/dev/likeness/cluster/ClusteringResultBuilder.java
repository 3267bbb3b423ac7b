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
import org.jspecify.annotations.Nullable;

/// Collects people and unclear faces, and works out what is told of a person.
public final class ClusteringResultBuilder {
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<AssignedFace> unassigned = new ArrayList<>();

    /// Groups of at least `minFaces` are people, everybody else is unclear; for algorithms that give no
    /// reasons.
    static ClusteringResult ofLabels(List<Face> faces, int[] labels, int minFaces) {
        TreeMap<Integer, List<Face>> groups = new TreeMap<>();
        for (int face = 0; face < labels.length; face++) {
            groups.computeIfAbsent(labels[face], _ -> new ArrayList<>()).add(faces.get(face));
        }
        ClusteringResultBuilder clusters = new ClusteringResultBuilder();
        for (List<Face> group : groups.values()) {
            if (group.size() >= minFaces) {
                clusters.addCluster(group, assigned(group, Assignment.Reason.CORE), null);
            } else {
                assigned(group, Assignment.Reason.NO_SIMILAR_FACE).forEach(clusters::addUnassigned);
            }
        }
        return clusters.build();
    }

    private static List<AssignedFace> assigned(List<Face> group, Assignment.Reason reason) {
        return group.stream()
                .map(face -> new AssignedFace(face.id(), new Assignment(reason)))
                .toList();
    }

    /// Adds a cluster.
    ///
    /// @param faces of the person, by face id
    /// @param placed the same with their reasons
    public void addCluster(List<Face> faces, List<AssignedFace> placed, @Nullable PersonId held) {
        float[] sum = new float[faces.getFirst().embedding().direction().dimension()];
        for (Face face : faces) {
            float[] raw = face.embedding().raw();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += raw[i] / faces.size();
            }
        }
        clusters.add(new Cluster(placed, held, Embedding.ofRaw(sum), PersonProfile.of(faces)));
    }

    public void addUnassigned(AssignedFace face) {
        unassigned.add(face);
    }

    public ClusteringResult build() {
        clusters.sort(Comparator.comparingInt((Cluster person) -> person.faces().size())
                .reversed()
                .thenComparing(person -> person.faces().getFirst().id()));
        unassigned.sort(Comparator.comparing(AssignedFace::id));
        return new ClusteringResult(clusters, unassigned);
    }
}
