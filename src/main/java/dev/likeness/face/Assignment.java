package dev.likeness.face;

/// Why a face is where it is.
///
/// @param reason what decided
/// @param margin how far the next best place is behind, in nats of evidence, not negative; infinite where
///     there was no other place. Doubtful faces have small ones: they are what a person should look at
///     first
public record Assignment(Reason reason, float margin) {

    /// What decided where a face is. The first three have a person, the rest are unclear.
    public enum Reason {
        /// A user said so.
        USER,
        /// A clear face that, with others, tells who the person is.
        CORE,
        /// A face that joined the person it resembles most.
        JOINED,
        /// Nobody else looks like it.
        NO_SIMILAR_FACE,
        /// The picture is too poor to tell who it is.
        LOW_QUALITY,
        /// Two people are about equally likely.
        AMBIGUOUS,
        /// It resembles only people whom a user said it is not.
        REJECTED
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if `margin` is negative or NaN
    public Assignment {
        if (!(margin >= 0)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "margin must not be negative, got: " + margin);
        }
    }

    public Assignment(Reason reason) {
        this(reason, Float.POSITIVE_INFINITY);
    }

    /// Whether a face of this placement has a person.
    public boolean isAssigned() {
        return switch (reason) {
            case USER, CORE, JOINED -> true;
            case NO_SIMILAR_FACE, LOW_QUALITY, AMBIGUOUS, REJECTED -> false;
        };
    }
}
