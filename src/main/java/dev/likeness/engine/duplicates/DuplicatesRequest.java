package dev.likeness.engine.duplicates;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The parameters of a search for duplicate people.
///
/// @param minProbability minimum probability of a suggested pair, 0 to 1 exclusive
/// @param limit maximum number of groups, at least 1
/// @param newSince only pairs with a person who has a greater number, so that the other was known before or
///     is as new; 0 for all pairs
public record DuplicatesRequest(String gallery, double minProbability, int limit, long newSince) {
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
        if (newSince < 0) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "newSince must be at least 0, got: " + newSince);
        }
    }

    /// A request for the pairs of new and old people.
    public DuplicatesRequest(String gallery, double minProbability, int limit) {
        this(gallery, minProbability, limit, 0);
    }

    /// A request with default limits.
    public static DuplicatesRequest of(String gallery) {
        return new DuplicatesRequest(gallery, DEFAULT_MIN_PROBABILITY, DEFAULT_LIMIT);
    }
}
