package dev.likeness.evaluation;

/// Which face of a picture is judged, where it shows several and the protocol names only the picture.
public enum FaceChoice {
    /// The one whose box is centred nearest to the middle of the picture: the face meant in LFW, whose
    /// pictures are cut around it.
    CENTRAL,
    /// The one with the largest box: the better guess for pictures that nobody has cut.
    LARGEST
}
