package dev.likeness.cluster;

import dev.likeness.face.Assignment;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of a clustering. Every face is in exactly one cluster, or unassigned.
///
/// @param clusters one cluster per person, largest first
/// @param unassigned faces without enough evidence for a person, by face id
public record ClusteringResult(List<Cluster> clusters, List<AssignedFace> unassigned) {
    public ClusteringResult {
        clusters = List.copyOf(clusters);
        unassigned = List.copyOf(unassigned);
    }

    /// A cluster of faces that are one person.
    ///
    /// @param faces the faces of the cluster, by face id
    /// @param assertedPerson the person that users asserted for some of the faces; null without an assertion
    /// @param template magnitude-weighted mean of the faces
    /// @param profile cover face and confidence
    public record Cluster(
            List<AssignedFace> faces, @Nullable PersonId assertedPerson, Embedding template, PersonProfile profile) {
        public Cluster {
            faces = List.copyOf(faces);
        }

        /// The ids of the faces.
        public List<FaceId> ids() {
            return faces.stream().map(AssignedFace::id).toList();
        }
    }

    /// A face and the reason for its assignment.
    public record AssignedFace(FaceId id, Assignment assignment) {}
}
