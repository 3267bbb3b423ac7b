package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.DisjointSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Hierarchical clustering on the edges of a graph: the neighbouring clusters with the highest affinity are
/// merged first, until no pair reaches the minimum. A merged cluster has the neighbours of both parts.
///
/// Only the best neighbour of each cluster waits in a queue, not each pair: of a million faces, pairs are tens of
/// millions. If that neighbour was merged with another cluster since, the best is looked for again when the turn
/// comes (generic clustering; Müllner, *Modern hierarchical, agglomerative clustering algorithms*, 2011).
public final class SparseLinkage {
    private static final int[] NO_NEIGHBOURS = {};
    private static final int NOBODY = -1;

    private final ClusterTemplate[] state;
    private final int[][] near;
    private final Affinity affinity;
    private final double min;

    /// How often a cluster was merged; −1 once it is part of another.
    private final int[] version;

    /// The best neighbour of each cluster with a greater number, the version that it had, and the affinity. Of a pair,
    /// the smaller cluster waits.
    private final int[] best;

    private final int[] bestVersion;
    private final double[] bestAffinity;

    private final ClusterQueue queue;

    private SparseLinkage(List<ClusterTemplate> templates, int[][] edges, Affinity affinity, double min) {
        this.state = templates.toArray(ClusterTemplate[]::new);
        this.near = edges.clone();
        this.affinity = affinity;
        this.min = min;
        this.version = new int[state.length];
        this.best = new int[state.length];
        this.bestVersion = new int[state.length];
        this.bestAffinity = new double[state.length];
        this.queue = new ClusterQueue(bestAffinity);
    }

    /// Computes the merges, in order. Ties go to the pair with the smaller vertices.
    ///
    /// @param templates one per vertex
    /// @param edges the neighbours of each vertex, at both ends; not modified
    public static List<Merge> merges(List<ClusterTemplate> templates, int[][] edges, Affinity affinity, double min) {
        return new SparseLinkage(templates, edges, affinity, min).merges();
    }

    private List<Merge> merges() {
        // Lists of neighbours may name a part of a merged cluster; its cluster is looked up when the lists are merged.
        DisjointSets groups = new DisjointSets(state.length);
        for (int cluster = 0; cluster < state.length; cluster++) {
            findBest(cluster);
        }
        List<Merge> merges = new ArrayList<>();
        while (!queue.isEmpty()) {
            int kept = queue.first();
            int gone = best[kept];
            if (version[gone] != bestVersion[kept]) {
                near[kept] = mergedNeighbours(near[kept], NO_NEIGHBOURS, groups, kept);
                findBest(kept);
                continue;
            }
            merges.add(new Merge(kept, gone, bestAffinity[kept]));
            groups.union(kept, gone);
            state[kept] = state[kept].plus(state[gone]);
            version[kept]++;
            version[gone] = -1;
            near[kept] = mergedNeighbours(near[kept], near[gone], groups, kept);
            near[gone] = NO_NEIGHBOURS;
            queue.remove(gone);
            findBest(kept);
            for (int third : near[kept]) {
                if (third < kept) {
                    offer(third, kept);
                }
            }
        }
        return merges;
    }

    /// Finds the best neighbour of a cluster among those with greater numbers.
    private void findBest(int cluster) {
        queue.remove(cluster);
        best[cluster] = NOBODY;
        for (int other : near[cluster]) {
            if (other > cluster) {
                offer(cluster, other);
            }
        }
    }

    /// Takes a neighbour as the best one if it is.
    private void offer(int cluster, int other) {
        double value = affinity.between(state[cluster], state[other]);
        if (value >= min
                && (best[cluster] == NOBODY
                        || value > bestAffinity[cluster]
                        || (value == bestAffinity[cluster] && other < best[cluster]))) {
            best[cluster] = other;
            bestVersion[cluster] = version[other];
            bestAffinity[cluster] = value;
            queue.put(cluster);
        }
    }

    /// The neighbours of either part, ascending, without the cluster itself.
    private static int[] mergedNeighbours(int[] one, int[] other, DisjointSets groups, int self) {
        int[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        for (int i = 0; i < all.length; i++) {
            all[i] = groups.find(all[i]);
        }
        Arrays.sort(all);
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != self && (i == 0 || all[i] != all[i - 1])) {
                all[count++] = all[i];
            }
        }
        return Arrays.copyOf(all, count);
    }
}
