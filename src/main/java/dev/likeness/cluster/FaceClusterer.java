package dev.likeness.cluster;

import dev.likeness.face.Constraints;
import dev.likeness.face.Face;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups faces so that each group is one person.
public interface FaceClusterer {

    /// Groups `faces`. The answer does not depend on their order, and breaks no constraint.
    ///
    /// @param neighbourhood answers about these very faces, by their place in `faces`
    /// @param constraints what users said; what concerns other faces is passed over
    /// @param prior what the gallery is like of which `faces` are a part; null if they are all of it
    /// @throws dev.likeness.face.LikenessException `CANCELLED` if the listener stops it
    Clusters cluster(
            List<Face> faces,
            Neighbourhood neighbourhood,
            Constraints constraints,
            @Nullable GalleryPrior prior,
            ClusterListener listener);

    /// Groups a whole gallery's faces, of whom no user has said anything.
    default Clusters cluster(List<Face> faces, Neighbourhood neighbourhood) {
        return cluster(faces, neighbourhood, Constraints.none(), null, ClusterListener.NONE);
    }
}
