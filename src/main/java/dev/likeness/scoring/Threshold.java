package dev.likeness.scoring;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// From where on a hit counts. What is below is left out of an answer.
public sealed interface Threshold {
    /// Everything counts.
    Threshold NONE = new Cosine(-1);

    /// A hit at or above this cosine.
    ///
    /// @param min −1 to 1
    record Cosine(float min) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Cosine {
            if (!(min >= -1 && min <= 1)) {
                throw refused("minCosine must be between -1 and 1, got: " + min);
            }
        }
    }

    /// A hit that is the same person at least as likely as this; needs a calibration.
    ///
    /// @param min 0 to 1
    record Probability(double min) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Probability {
            if (!(min >= 0 && min <= 1)) {
                throw refused("probability must be between 0 and 1, got: " + min);
            }
        }
    }

    /// A hit as alike as at most this share of two people's faces are, at the poorer quality of the
    /// two; needs a calibration.
    ///
    /// @param max above 0, at most 1
    record FalseMatchRate(double max) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public FalseMatchRate {
            if (!(max > 0 && max <= 1)) {
                throw refused("falseMatchRate must be above 0 and at most 1, got: " + max);
            }
        }
    }

    private static LikenessException refused(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
