package dev.likeness.cluster.corefirst;

/// One step of a hierarchical clustering: the groups that faces `one` and `other` stand in become one.
public record Merge(int one, int other, double affinity) {}
