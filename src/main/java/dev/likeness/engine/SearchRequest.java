package dev.likeness.engine;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// Whom to look for, and what to leave out. The same record serves every door.
///
/// @param gallery its name
/// @param k most hits a query face, 1 to 1000
/// @param minCosine hits below it are left out, −1 to 1
/// @param minQuality hits of poorer quality are left out, 0 to 100
/// @param pathPrefix only photos with a path that begins so
/// @param takenFrom only photos taken then or later, by the clock where they were taken
/// @param takenBefore only photos taken before then
/// @param hidden whether people whom a user hid are named
public record SearchRequest(
        String gallery,
        int k,
        float minCosine,
        int minQuality,
        @Nullable String pathPrefix,
        @Nullable LocalDateTime takenFrom,
        @Nullable LocalDateTime takenBefore,
        boolean hidden) {

    public SearchRequest {
        if (k < 1 || k > 1000) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "k must be between 1 and 1000, got: " + k);
        }
        if (!(minCosine >= -1 && minCosine <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minCosine must be between -1 and 1, got: " + minCosine);
        }
        if (minQuality < 0 || minQuality > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minQuality must be between 0 and 100, got: " + minQuality);
        }
        if (takenFrom != null && takenBefore != null && !takenFrom.isBefore(takenBefore)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "takenFrom must be before takenBefore, got: " + takenFrom + " and " + takenBefore);
        }
    }

    /// The best `k` of a gallery, whatever they are.
    public static SearchRequest of(String gallery, int k) {
        return new SearchRequest(gallery, k, -1, 0, null, null, null, false);
    }
}
