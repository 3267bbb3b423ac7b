package dev.likeness.cluster;

import java.util.stream.IntStream;

/// Disjoint sets by union-find with path halving. The label of a set is its smallest member.
public final class DisjointSets {
    private final int[] parent;

    public DisjointSets(int size) {
        this.parent = IntStream.range(0, size).toArray();
    }

    public int find(int member) {
        int at = member;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    public void union(int one, int other) {
        int a = find(one);
        int b = find(other);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    public int[] labels() {
        return IntStream.range(0, parent.length).map(this::find).toArray();
    }
}
