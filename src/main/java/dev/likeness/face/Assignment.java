package dev.likeness.face;

/// Why a face has its person, or why it is unassigned.
///
/// @param reason the reason of the assignment
/// @param margin the evidence for this assignment minus the evidence for the runner-up, in nats, not
///     negative; infinite if there was no alternative. Faces with small margins are uncertain and worth
///     reviewing first
public record Assignment(Reason reason, float margin) {
    /// The quality, 0 to 100, below which a face that joined a person is only a suggestion. Other programs are not
    /// told its name unless a user confirmed it. With the included models, .24 of the labelled faces
    /// beside such faces show somebody else, and .01 of those beside others.
    public static final int SUGGESTED_BELOW_QUALITY = 10;

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

    /// Whether this assignment only suggests a person, because the face is too poor to state one. A face that a
    /// user assigned or confirmed is none: its reason is [Reason#USER].
    ///
    /// @param quality the quality of the face, 0 to 100
    public boolean isSuggestion(int quality) {
        return reason == Reason.JOINED && quality < SUGGESTED_BELOW_QUALITY;
    }
}
