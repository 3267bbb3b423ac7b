package dev.likeness.cluster;

import dev.likeness.face.Face;
import java.util.List;

/// Groups faces so that each group is one person.
public interface FaceClusterer {

    /// Groups `faces`. The answer does not depend on their order, and breaks no constraint.
    ///
    /// @param neighbourhood answers about these very faces, by their place in `faces`
    /// @param known of the faces; its constraints hold in the answer
    /// @throws dev.likeness.face.LikenessException `CANCELLED` if the listener stops it
    ClusteringResult cluster(
            List<Face> faces, Neighbourhood neighbourhood, ClusteringContext known, ClusterListener listener);

    /// Groups a whole gallery's faces, of whom no user has said anything.
    default ClusteringResult cluster(List<Face> faces, Neighbourhood neighbourhood) {
        return cluster(faces, neighbourhood, ClusteringContext.empty(), ClusterListener.NONE);
    }
}
