package dev.likeness.cluster;

/// What is worse: two people in one group, or one person in two?
public enum Caution {
    /// Strangers in one group are worse: more evidence is asked for, more people stand in pieces.
    CAUTIOUS,
    /// Neither.
    BALANCED,
    /// A person in pieces is worse: less evidence is asked for, more strangers stand together.
    EAGER
}
