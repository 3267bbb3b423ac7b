package dev.likeness.cluster;

import dev.likeness.face.Face;
import java.util.List;

/// Groups faces so that each group is one person.
public interface FaceClusterer {

    /// Groups `faces`. The answer does not depend on their order.
    ///
    /// @param neighbourhood answers about these very faces, by their place in `faces`
    Clusters cluster(List<Face> faces, Neighbourhood neighbourhood);
}
