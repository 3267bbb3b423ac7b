package dev.likeness.face;

/// Why a face is where it is.
///
/// @param reason what decided
/// @param margin how far the next best place is behind, in nats of evidence, not negative; infinite where
///     there was no other place. Doubtful faces have small ones: they are what a person should look at
///     first
public record Placement(Reason reason, float margin) {

    /// What decided where a face is. The first three have a person, the rest are unclear.
    public enum Reason {
        /// A user said so.
        HELD,
        /// A clear face that, with others, tells who the person is.
        CORE,
        /// A face that joined the person it resembles most.
        LEAF,
        /// Nobody else looks like it.
        ALONE,
        /// The picture is too poor to tell who it is.
        TOO_POOR,
        /// Two people are about equally likely.
        BETWEEN_PEOPLE,
        /// It resembles only people whom a user said it is not.
        REFUSED
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if `margin` is negative or NaN
    public Placement {
        if (!(margin >= 0)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "margin must not be negative, got: " + margin);
        }
    }

    public Placement(Reason reason) {
        this(reason, Float.POSITIVE_INFINITY);
    }

    /// Whether a face of this placement has a person.
    public boolean isPlaced() {
        return switch (reason) {
            case HELD, CORE, LEAF -> true;
            case ALONE, TOO_POOR, BETWEEN_PEOPLE, REFUSED -> false;
        };
    }
}
