package dev.likeness.face;

/// How the stored pixels of a photo have to be turned to be upright.
///
/// @param stated what the photo's file states
/// @param found how the photo has to be turned after that, as its faces show; scans lie on their side or stand
///     on their head, and do not state it
/// @param byUser whether a user said how it has to be turned, and not its faces
public record PhotoOrientation(Orientation stated, Orientation found, boolean byUser) {
    /// An orientation that the faces show.
    public PhotoOrientation(Orientation stated, Orientation found) {
        this(stated, found, false);
    }

    /// An orientation that the faces confirm.
    public static PhotoOrientation of(Orientation stated) {
        return new PhotoOrientation(stated, Orientation.UPRIGHT);
    }

    /// Both turns as one.
    public Orientation total() {
        return stated.then(found);
    }

    /// The orientation after the file was read again. Who states another orientation than before knows better
    /// than the faces, but not better than a user: then the picture stays as it is shown.
    public PhotoOrientation restated(Orientation now) {
        if (now == stated) {
            return this;
        }
        return byUser ? new PhotoOrientation(now, now.inverse().then(total()), true) : of(now);
    }

    /// By how many degrees the photo is turned, clockwise, beyond what its file states.
    public int degrees() {
        return switch (found) {
            case UPRIGHT, MIRRORED -> 0;
            case TURN_CLOCKWISE, TRANSVERSED -> 90;
            case UPSIDE_DOWN, FLIPPED -> 180;
            case TURN_COUNTERCLOCKWISE, TRANSPOSED -> 270;
        };
    }

    /// The turn by so many degrees, clockwise.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for another number than 0, 90, 180 and 270
    public static Orientation turn(int degrees) {
        return switch (degrees) {
            case 0 -> Orientation.UPRIGHT;
            case 90 -> Orientation.TURN_CLOCKWISE;
            case 180 -> Orientation.UPSIDE_DOWN;
            case 270 -> Orientation.TURN_COUNTERCLOCKWISE;
            default ->
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a photo is turned by 0, 90, 180 or 270 degrees, got: " + degrees);
        };
    }
}
