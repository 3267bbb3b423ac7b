package dev.likeness.engine.duplicates;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// Which people of a gallery may be one?
///
/// @param minProbability the least probability of a pair that is offered, 0 to 1 exclusive
/// @param limit how many groups are listed, at least 1
public record DuplicatesRequest(String gallery, double minProbability, int limit) {
    /// More than even odds, for a false merge does more harm than a person in two pieces.
    public static final double DEFAULT_MIN_PROBABILITY = 0.7;

    /// As many as somebody looks through in one go.
    public static final int DEFAULT_LIMIT = 50;

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

    /// With the usual bounds.
    public static DuplicatesRequest of(String gallery) {
        return new DuplicatesRequest(gallery, DEFAULT_MIN_PROBABILITY, DEFAULT_LIMIT);
    }
}
