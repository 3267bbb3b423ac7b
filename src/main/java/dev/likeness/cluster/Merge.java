package dev.likeness.cluster;

/// One step of a hierarchical clustering: the groups that faces `one` and `other` stand in become one.
record Merge(int one, int other, double affinity) {}
