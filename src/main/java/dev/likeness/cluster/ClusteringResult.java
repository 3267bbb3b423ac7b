package dev.likeness.cluster;

import dev.likeness.face.Assignment;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a clusterer found. Every face stands in one place only.
///
/// @param clusters groups of faces, each one person, largest first
/// @param unassigned faces that are left alone because nothing says whose they are, by face id
public record ClusteringResult(List<Cluster> clusters, List<AssignedFace> unassigned) {
    public ClusteringResult {
        clusters = List.copyOf(clusters);
        unassigned = List.copyOf(unassigned);
    }

    /// A group of faces that are one person.
    ///
    /// @param faces by face id
    /// @param assertedPerson the identity that users said some of the faces are; null if nobody said anything
    /// @param template the magnitude-weighted mean of the faces: who it is and how well that is known
    /// @param profile which of the faces shows the person best, and how well they agree
    public record Cluster(
            List<AssignedFace> faces, @Nullable PersonId assertedPerson, Embedding template, PersonProfile profile) {
        public Cluster {
            faces = List.copyOf(faces);
        }

        /// The faces without the reasons.
        public List<FaceId> ids() {
            return faces.stream().map(AssignedFace::id).toList();
        }
    }

    /// A face, and why it is where it is.
    public record AssignedFace(FaceId id, Assignment assignment) {}
}
