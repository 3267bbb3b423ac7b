package dev.likeness.engine.search;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.Threshold;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom to look for, and what to leave out. The same record serves every door.
///
/// @param gallery its name
/// @param k most hits a query face, 1 to 1000
/// @param threshold hits below it are left out
/// @param minQuality hits of poorer quality are left out, 0 to 100
/// @param pathPrefix only photos with a path that begins so
/// @param capturedFrom only photos taken then or later, by the clock where they were taken
/// @param capturedBefore only photos taken before then
/// @param people only faces of these people; empty means of anybody
/// @param includeHidden whether people whom a user hid are named
/// @param includePeople whether the people among the hits are judged, too; faces alone are found faster
public record SearchRequest(
        String gallery,
        int k,
        Threshold threshold,
        int minQuality,
        @Nullable String pathPrefix,
        @Nullable LocalDateTime capturedFrom,
        @Nullable LocalDateTime capturedBefore,
        Set<PersonId> people,
        boolean includeHidden,
        boolean includePeople) {

    /// The most hits a query face may have.
    public static final int MAX_K = 1000;

    public SearchRequest {
        if (k < 1 || k > MAX_K) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "k must be between 1 and %d, got: %d".formatted(MAX_K, k));
        }
        people = Set.copyOf(people);
        if (minQuality < 0 || minQuality > 100) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minQuality must be between 0 and 100, got: " + minQuality);
        }
        if (capturedFrom != null && capturedBefore != null && !capturedFrom.isBefore(capturedBefore)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "takenFrom must be before takenBefore, got: " + capturedFrom + " and " + capturedBefore);
        }
    }

    /// The best `k` of a gallery, whatever they are.
    public static SearchRequest of(String gallery, int k) {
        return new SearchRequest(gallery, k, Threshold.NONE, 0, null, null, null, Set.of(), false, true);
    }
}
