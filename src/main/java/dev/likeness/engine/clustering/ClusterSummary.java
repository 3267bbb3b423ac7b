package dev.likeness.engine.clustering;

/// The summary of a clustering.
///
/// @param faces faces of the gallery
/// @param people people after the clustering
/// @param unassigned unassigned faces
/// @param added new people
/// @param removed people who no longer have a face
/// @param merged removed people whose faces belong to other people now
/// @param split people whose faces belong to several people now
/// @param moved faces whose person changed, excluding those that were unassigned
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

    /// The summary of a clustering without any faces to cluster.
    static ClusterSummary nothing(String gallery, int faces, int people, int unassigned, double seconds) {
        return new ClusterSummary(gallery, faces, people, unassigned, 0, 0, 0, 0, 0, seconds);
    }
}
