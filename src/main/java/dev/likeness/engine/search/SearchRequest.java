package dev.likeness.engine.search;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.Threshold;
import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of a search. Every user interface uses the same record.
///
/// @param gallery the gallery's name
/// @param k maximum number of hits per query face, 1 to 1000
/// @param threshold excludes hits below it
/// @param minQuality excludes hits of lower quality, 0 to 100
/// @param pathPrefix includes only photos with a path that starts with this text
/// @param capturedFrom includes only photos captured then or later, in local time of the photo
/// @param capturedBefore includes only photos captured before then, in local time of the photo
/// @param people includes only faces of these people; empty means any face
/// @param includeHidden whether results name people that a user hid
/// @param includePeople whether to score the people among the hits, too; a search for faces alone is faster
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

    /// Maximum number of hits per query face.
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

    /// A request for the best `k` faces of a gallery without a threshold or filter.
    public static SearchRequest of(String gallery, int k) {
        return new SearchRequest(gallery, k, Threshold.NONE, 0, null, null, null, Set.of(), false, true);
    }
}
