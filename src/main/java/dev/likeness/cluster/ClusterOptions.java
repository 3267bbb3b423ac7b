package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The algorithm and the thresholds of a clustering.
///
/// @param algorithm the clustering algorithm
/// @param caution how much evidence core-first needs
/// @param minCosine minimum cosine (average linkage: mean cosine) between faces of one person, 0 to 1
///     exclusive. Good values depend on the embedder. Not used by core-first and HDBSCAN
/// @param minFaces minimum number of faces of a new person, at least 2
public record ClusterOptions(ClusterAlgorithm algorithm, Caution caution, float minCosine, int minFaces) {

    public ClusterOptions {
        if (!(minCosine > 0 && minCosine < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minCosine must be between 0 and 1, got: " + minCosine);
        }
        if (minFaces < 2) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "minFaces must be at least 2, got: " + minFaces);
        }
    }

    public static ClusterOptions defaults() {
        return new ClusterOptions(ClusterAlgorithm.CORE_FIRST, Caution.BALANCED, 0.5f, 2);
    }
}
