package dev.likeness.cluster;

import dev.likeness.face.Face;
import java.util.List;

/// Clusters faces, so that each cluster is one person.
public interface FaceClusterer {

    /// Clusters `faces`. The result does not depend on their order, and satisfies all constraints.
    ///
    /// @param neighbourhood queried by the index of a face in `faces`
    /// @param context assertions and previous assignments of the faces
    /// @throws dev.likeness.face.LikenessException `CANCELLED` if the listener cancels
    ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener);

    /// Clusters the faces of a whole gallery without assertions.
    default ClusteringResult cluster(List<Face> faces, Neighbourhood neighbourhood) {
        return cluster(FacesToCluster.of(faces), neighbourhood, ClusteringContext.empty(), ClusterListener.NONE);
    }
}
