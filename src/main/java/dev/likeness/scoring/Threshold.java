package dev.likeness.scoring;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// From where on a hit counts. What is below is left out of an answer.
public sealed interface Threshold {
    /// Everything counts.
    Threshold NONE = new Cosine(-1);

    /// A hit at or above this cosine.
    ///
    /// @param least −1 to 1
    record Cosine(float least) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Cosine {
            if (!(least >= -1 && least <= 1)) {
                throw refused("minCosine must be between -1 and 1, got: " + least);
            }
        }
    }

    /// A hit that is the same person at least as likely as this; needs a calibration.
    ///
    /// @param least 0 to 1
    record Probability(double least) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public Probability {
            if (!(least >= 0 && least <= 1)) {
                throw refused("probability must be between 0 and 1, got: " + least);
            }
        }
    }

    /// A hit as alike as at most this share of two people's faces are, at the poorer quality of the
    /// two; needs a calibration.
    ///
    /// @param most above 0, at most 1
    record FalseMatchRate(double most) implements Threshold {
        /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
        public FalseMatchRate {
            if (!(most > 0 && most <= 1)) {
                throw refused("falseMatchRate must be above 0 and at most 1, got: " + most);
            }
        }
    }

    private static LikenessException refused(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
