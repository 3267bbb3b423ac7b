package dev.likeness.engine.clustering;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.cluster.ClusterAlgorithm;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
/// @param largest faces of the largest person of this clustering
/// @param warning what makes the result doubtful, and the way out; null, and omitted from the JSON form, if
///     nothing does
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
        int largest,
        double seconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String warning) {
    /// With fewer faces of one person there is no warning: a small gallery may well be one person's.
    private static final int MIN_WARNED_FACES = 20;

    /// The summary of a clustering without any faces to cluster.
    static ClusterSummary nothing(String gallery, int faces, int people, int unassigned, double seconds) {
        return new ClusterSummary(gallery, faces, people, unassigned, 0, 0, 0, 0, 0, 0, seconds, null);
    }

    /// The same summary with a warning if one person holds more than half of all faces, which HDBSCAN, and
    /// the others with too low a minimum cosine, make of faces that are hard to tell apart. Core-first does
    /// not, so there it is what the photos show.
    public ClusterSummary checked(ClusterAlgorithm algorithm) {
        if (algorithm == ClusterAlgorithm.CORE_FIRST || largest < MIN_WARNED_FACES || 2L * largest <= faces) {
            return this;
        }
        String doubt = String.format(
                Locale.ROOT,
                "one person should not hold more than half of all faces, got: %,d of %,d by %s; cluster with core-first, which finds one person only where the photos show it",
                largest,
                faces,
                algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return new ClusterSummary(
                gallery, faces, people, unassigned, added, removed, merged, split, moved, largest, seconds, doubt);
    }
}
