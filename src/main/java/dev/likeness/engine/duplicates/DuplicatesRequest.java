package dev.likeness.engine.duplicates;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The parameters of a search for duplicate people.
///
/// @param minProbability minimum probability of a suggested pair, 0 to 1 exclusive
/// @param limit maximum number of groups, at least 1
public record DuplicatesRequest(String gallery, double minProbability, int limit) {
    /// Above 0.5, because a false merge does more harm than a missed duplicate.
    public static final double DEFAULT_MIN_PROBABILITY = 0.7;

    /// The number of groups that a user can review at once.
    public static final int DEFAULT_LIMIT = 50;

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DuplicatesRequest {
        if (!(minProbability > 0 && minProbability < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "minProbability must be between 0 and 1, got: " + minProbability);
        }
        if (limit < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "limit must be at least 1, got: " + limit);
        }
    }

    /// A request with default limits.
    public static DuplicatesRequest of(String gallery) {
        return new DuplicatesRequest(gallery, DEFAULT_MIN_PROBABILITY, DEFAULT_LIMIT);
    }
}
