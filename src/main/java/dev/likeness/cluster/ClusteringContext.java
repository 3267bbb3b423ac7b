package dev.likeness.cluster;

import dev.likeness.face.Constraints;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of faces before they are grouped. What it says of other faces is passed over.
///
/// @param constraints what users said: no grouping breaks it
/// @param previousAssignments whom faces were last found to be. Those who were one person begin as one, and a face
///     leaves them only for clear evidence: else every few photos would send a doubtful face to and fro.
///     Empty to find everybody anew; algorithms that serve as baselines pass it over
/// @param prior what the gallery is like of which the faces are a part; null if they are all of it
public record ClusteringContext(
        Constraints constraints,
        Map<FaceId, PersonId> previousAssignments,
        @Nullable GalleryPrior prior) {
    private static final ClusteringContext EMPTY = new ClusteringContext(Constraints.none(), Map.of(), null);

    public ClusteringContext {
        previousAssignments = Map.copyOf(previousAssignments);
    }

    /// Of a whole gallery's faces, of whom no user has said anything.
    public static ClusteringContext empty() {
        return EMPTY;
    }
}
