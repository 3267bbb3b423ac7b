package dev.likeness.cluster;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// When faces are one person.
///
/// @param algorithm how faces are grouped
/// @param caution how much evidence core-first asks for
/// @param minCosine the least cosine (for average linkage: mean cosine) of one person's faces, 0 to 1;
///     what it means depends on the embedder; core-first and HDBSCAN do without it
/// @param minFaces how many faces must lie close together to found a person, at least 2
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
