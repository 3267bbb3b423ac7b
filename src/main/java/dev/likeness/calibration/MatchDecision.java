package dev.likeness.calibration;

/// The three answers to "is this the same person".
public enum MatchDecision {
    /// The cosine is one that impostor pairs of this quality reach too rarely to matter.
    MATCH,
    /// The cosine is too low, and the pictures are good enough for that to mean something.
    NO_MATCH,
    /// The pictures are too poor: a mated pair this poor is missed about every second time, and two poor faces can be
    /// alike in nothing but their blur.
    LOW_QUALITY
}
