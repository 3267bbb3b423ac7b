package dev.likeness.cluster.corefirst;

/// One step of a hierarchical clustering: the clusters that contain vertices `one` and `other` are merged.
public record Merge(int one, int other, double affinity) {}
