package dev.likeness.calibration;

/// The decision whether a pair is one person.
public enum MatchDecision {
    /// The cosine is at or above the threshold of the operating point.
    MATCH,
    /// The cosine is below the threshold, and the quality is high enough for that to be evidence.
    NO_MATCH,
    /// The quality is too low: about half of the mated pairs of this quality are missed, and blur alone can
    /// make two faces similar.
    LOW_QUALITY
}
