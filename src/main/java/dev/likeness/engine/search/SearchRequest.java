package dev.likeness.engine.search;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.LikenessException;
import dev.likeness.scoring.Threshold;

/// The parameters of a search. Every user interface uses the same record.
///
/// @param gallery the gallery's name
/// @param k maximum number of hits per probe face, 1 to 1000
/// @param threshold excludes hits below it
/// @param minQuality excludes hits of lower quality, 0 to 100. The search converts it to a minimum magnitude,
///     because only the gallery's model determines which magnitude has which quality
/// @param filter includes only faces that meet it; the index applies it unchanged
/// @param includeHidden whether faces of people that a user hid are found; those that `filter` names always are
/// @param includePeople whether to score the people among the hits, too; a search for faces alone is faster
public record SearchRequest(
        String gallery,
        int k,
        Threshold threshold,
        int minQuality,
        FaceFilter filter,
        boolean includeHidden,
        boolean includePeople) {

    /// Maximum number of hits per probe face.
    public static final int MAX_K = 1000;

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` or `minQuality` is out of range
    public SearchRequest {
        if (k < 1 || k > MAX_K) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "k must be between 1 and %d, got: %d".formatted(MAX_K, k));
        }
        if (minQuality < 0 || minQuality > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minQuality must be between 0 and 100, got: " + minQuality);
        }
    }

    /// A request for the best `k` faces of a gallery without a threshold or filter.
    public static SearchRequest of(String gallery, int k) {
        return new SearchRequest(gallery, k, Threshold.NONE, 0, FaceFilter.none(), false, true);
    }
}
