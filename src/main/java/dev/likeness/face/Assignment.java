package dev.likeness.face;

/// Why a face has its person, or why it is unassigned.
///
/// @param reason the reason of the assignment
/// @param margin the evidence for this assignment minus the evidence for the runner-up, in nats, not
///     negative; infinite if there was no alternative. Faces with small margins are uncertain and worth
///     reviewing first
public record Assignment(Reason reason, float margin) {

    /// The reason of an assignment. With the first three the face has a person; with the rest it is
    /// unassigned.
    public enum Reason {
        /// A user assigned the face.
        USER,
        /// A face of good quality that, with others, defines the person.
        CORE,
        /// A face that joined the person that it resembles best.
        JOINED,
        /// The face has no similar face.
        NO_SIMILAR_FACE,
        /// The quality of the face is too low to assign it.
        LOW_QUALITY,
        /// Two people are about equally likely.
        AMBIGUOUS,
        /// The face resembles only people that a user rejected for it.
        REJECTED
    }

    /// Checks the margin.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `margin` is negative or NaN
    public Assignment {
        if (!(margin >= 0)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "margin must not be negative, got: " + margin);
        }
    }

    public Assignment(Reason reason) {
        this(reason, Float.POSITIVE_INFINITY);
    }

    /// Whether a face with this assignment has a person.
    public boolean isAssigned() {
        return switch (reason) {
            case USER, CORE, JOINED -> true;
            case NO_SIMILAR_FACE, LOW_QUALITY, AMBIGUOUS, REJECTED -> false;
        };
    }
}
