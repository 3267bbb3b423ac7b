package dev.likeness.scoring;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// The lowest score that counts. Hits below it are excluded from a result.
public sealed interface Threshold {
    /// The threshold that accepts every hit.
    Threshold NONE = new Cosine(-1);

    /// A minimum cosine, inclusive.
    ///
    /// @param min −1 to 1
    record Cosine(float min) implements Threshold {
        /// Checks the range.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Cosine {
            if (!(min >= -1 && min <= 1)) {
                throw invalid("minCosine must be between -1 and 1, got: " + min);
            }
        }
    }

    /// A minimum probability that the hit is the same person; needs a calibration.
    ///
    /// @param min 0 to 1
    record Probability(double min) implements Threshold {
        /// Checks the range.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Probability {
            if (!(min >= 0 && min <= 1)) {
                throw invalid("probability must be between 0 and 1, got: " + min);
            }
        }
    }

    /// A maximum share of impostor pairs that score as high as the hit, at the lower quality of the two
    /// faces; needs a calibration.
    ///
    /// @param max above 0, at most 1
    record FalseMatchRate(double max) implements Threshold {
        /// Checks the range.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public FalseMatchRate {
            if (!(max > 0 && max <= 1)) {
                throw invalid("falseMatchRate must be above 0 and at most 1, got: " + max);
            }
        }
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
