package dev.likeness.face;

/// How the stored pixels of a photo have to be turned to be upright.
///
/// @param stated what the photo's file states
/// @param found how the photo has to be turned after that, as its faces show; scans lie on their side or stand
///     on their head, and do not state it
public record PhotoOrientation(Orientation stated, Orientation found) {
    /// An orientation that the faces confirm.
    public static PhotoOrientation of(Orientation stated) {
        return new PhotoOrientation(stated, Orientation.UPRIGHT);
    }

    /// Both turns as one.
    public Orientation total() {
        return stated.then(found);
    }

    /// The orientation after the file was read again. Who states another orientation than before knows better
    /// than the faces.
    public PhotoOrientation restated(Orientation now) {
        return now == stated ? this : of(now);
    }
}
