package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.DisjointSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// Hierarchical clustering on the edges of a graph: the neighbouring clusters with the highest affinity are
/// merged first, until no pair reaches the minimum. A merged cluster has the neighbours of both parts. The
/// memory is linear in the number of edges.
public final class SparseLinkage {
    private static final int[] NO_NEIGHBOURS = {};

    private SparseLinkage() {}

    /// Computes the merges, in order. Ties go to the pair with the smaller vertices.
    ///
    /// @param templates one per vertex
    /// @param edges the neighbours of each vertex, at both ends; not modified
    public static List<Merge> merges(List<ClusterTemplate> templates, int[][] edges, Affinity affinity, double min) {
        ClusterTemplate[] state = templates.toArray(ClusterTemplate[]::new);
        int[][] near = edges.clone();
        int[] version = new int[state.length];
        // Lists of neighbours may name a part of a merged cluster; its cluster is looked up when the lists are merged.
        DisjointSets groups = new DisjointSets(state.length);
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (int one = 0; one < state.length; one++) {
            for (int other : near[one]) {
                if (one < other) {
                    enqueue(queue, state, version, one, other, affinity, min);
                }
            }
        }
        List<Merge> merges = new ArrayList<>();
        while (!queue.isEmpty()) {
            Candidate best = queue.remove();
            if (version[best.one] != best.oneVersion || version[best.other] != best.otherVersion) {
                continue;
            }
            int kept = best.one;
            int gone = best.other;
            merges.add(new Merge(kept, gone, best.affinity));
            groups.union(kept, gone);
            state[kept] = state[kept].plus(state[gone]);
            version[kept]++;
            version[gone] = -1;
            near[kept] = mergedNeighbours(near[kept], near[gone], groups, kept);
            near[gone] = NO_NEIGHBOURS;
            for (int third : near[kept]) {
                enqueue(queue, state, version, Math.min(kept, third), Math.max(kept, third), affinity, min);
            }
        }
        return merges;
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

    private static void enqueue(
            PriorityQueue<Candidate> queue,
            ClusterTemplate[] state,
            int[] version,
            int one,
            int other,
            Affinity affinity,
            double min) {
        double value = affinity.between(state[one], state[other]);
        if (value >= min) {
            queue.add(new Candidate(one, other, version[one], version[other], value));
        }
    }

    private record Candidate(int one, int other, int oneVersion, int otherVersion, double affinity)
            implements Comparable<Candidate> {

        /// Best first. Not built from comparators, because comparisons dominate the time of a queue of
        /// millions.
        @Override
        public int compareTo(Candidate that) {
            int byAffinity = Double.compare(that.affinity, affinity);
            if (byAffinity != 0) {
                return byAffinity;
            }
            return one == that.one ? Integer.compare(other, that.other) : Integer.compare(one, that.one);
        }
    }
}
