package dev.likeness.cluster;

import dev.likeness.face.Constraints;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a clusterer knows about the faces before it starts. Entries about other faces are ignored.
///
/// @param constraints assertions of users; no clustering breaks them
/// @param previousAssignments the person of each face after the last clustering, as a warm start: faces of
///     one person start as one cluster, and a face leaves it only on clear evidence, so that few new photos
///     do not move old faces back and forth. Empty to cluster from scratch; the baseline algorithms ignore it
/// @param confirmed faces whose person a user confirmed, one by one; from these a clusterer may learn.
///     Assignments that came from a clustering and were only named are not among them
/// @param prior prior of the whole gallery if only a part of its faces is clustered; null if all are
public record ClusteringContext(
        Constraints constraints,
        Map<FaceId, PersonId> previousAssignments,
        Set<FaceId> confirmed,
        @Nullable GalleryPrior prior) {
    private static final ClusteringContext EMPTY = new ClusteringContext(Constraints.empty(), Map.of(), Set.of(), null);

    public ClusteringContext {
        previousAssignments = Map.copyOf(previousAssignments);
        confirmed = Set.copyOf(confirmed);
    }

    /// The context of a whole gallery without assertions and without a previous clustering.
    public static ClusteringContext empty() {
        return EMPTY;
    }
}
