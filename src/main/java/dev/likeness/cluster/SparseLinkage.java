package dev.likeness.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// Hierarchical clustering over a graph's edges: the pair of neighbouring groups with the highest affinity is joined,
/// until none reaches the least. A joined group neighbours whoever one of its parts did. Memory is that of the edges.
final class SparseLinkage {
    private SparseLinkage() {}

    /// The merges, in order. Ties go to the pair whose first faces come first.
    ///
    /// @param templates one a vertex
    /// @param edges each vertex's neighbours, at both ends
    static List<Merge> merges(List<Template> templates, List<Set<Integer>> edges, Affinity affinity, double least) {
        List<Template> state = new ArrayList<>(templates);
        List<Set<Integer>> near = new ArrayList<>();
        edges.forEach(set -> near.add(new HashSet<>(set)));
        int[] version = new int[state.size()];
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.BEST_FIRST);
        for (int one = 0; one < state.size(); one++) {
            for (int other : near.get(one)) {
                if (one < other) {
                    offer(queue, state, version, one, other, affinity, least);
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
            state.set(kept, state.get(kept).plus(state.get(gone)));
            version[kept]++;
            version[gone] = -1;
            Set<Integer> around = near.get(kept);
            around.addAll(near.get(gone));
            around.remove(kept);
            around.remove(gone);
            near.set(gone, Set.of());
            for (int third : around) {
                near.get(third).remove(gone);
                near.get(third).add(kept);
                offer(queue, state, version, Math.min(kept, third), Math.max(kept, third), affinity, least);
            }
        }
        return merges;
    }

    private static void offer(
            PriorityQueue<Candidate> queue,
            List<Template> state,
            int[] version,
            int one,
            int other,
            Affinity affinity,
            double least) {
        double value = affinity.of(state.get(one), state.get(other));
        if (value >= least) {
            queue.add(new Candidate(one, other, version[one], version[other], value));
        }
    }

    private record Candidate(int one, int other, int oneVersion, int otherVersion, double affinity) {
        static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::affinity)
                .reversed()
                .thenComparingInt(Candidate::one)
                .thenComparingInt(Candidate::other);
    }
}
