package dev.likeness.cluster;

/// Which error is worse: two people in one cluster, or one person in two clusters.
public enum Caution {
    /// Two people in one cluster are worse. Merges need more evidence; more people are split.
    CAUTIOUS,
    /// Both errors are equally bad.
    BALANCED,
    /// A split person is worse. Merges need less evidence; more clusters contain several people.
    EAGER
}
