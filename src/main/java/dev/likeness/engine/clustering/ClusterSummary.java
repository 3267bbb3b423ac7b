package dev.likeness.engine.clustering;

/// How a clustering went.
///
/// @param faces faces of the gallery
/// @param people identities there are now
/// @param unassigned faces that belong to nobody
/// @param added identities that are new
/// @param removed identities that have no face any more
/// @param merged identities that are gone because their faces are somebody else's now
/// @param split identities whose faces are several people's now
/// @param moved faces whose identity has changed, not counting those that had none
public record ClusterSummary(
        String gallery,
        int faces,
        int people,
        int unassigned,
        int added,
        int removed,
        int merged,
        int split,
        int moved,
        double seconds) {

    /// There was nothing to group.
    static ClusterSummary nothing(String gallery, int faces, int people, int unclear, double seconds) {
        return new ClusterSummary(gallery, faces, people, unclear, 0, 0, 0, 0, 0, seconds);
    }
}
