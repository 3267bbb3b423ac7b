package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.corefirst.Partition.BestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Two clusters that are each other's best candidate for a merge.
///
/// @param one the smaller number
record MutualBest(int one, int other) {
    /// The evidence that two clusters are one person, in nats.
    @FunctionalInterface
    interface Evidence {
        double between(int one, int other);
    }

    /// The pairs with evidence + `leadWeight` × lead of at least `threshold`. The lead is the evidence of the
    /// pair minus that of the second best candidate of either cluster.
    ///
    /// @param candidates for each cluster the clusters that it may merge with
    /// @param minEvidence minimum evidence, however large the lead is
    /// @return in ascending order
    static List<MutualBest> pairs(
            Map<Integer, Set<Integer>> candidates,
            Evidence evidence,
            double leadWeight,
            double minEvidence,
            double threshold) {
        Map<Integer, BestCluster> best = new TreeMap<>();
        candidates.forEach((cluster, others) -> {
            BestCluster own = BestCluster.NONE;
            for (int other : others) {
                own = own.orBetter(other, evidence.between(cluster, other));
            }
            best.put(cluster, own);
        });
        List<MutualBest> pairs = new ArrayList<>();
        best.forEach((cluster, own) -> {
            BestCluster theirs = best.get(own.cluster());
            if (theirs != null && theirs.cluster() == cluster && cluster < own.cluster()) {
                double lead = own.evidence() - Math.max(own.secondEvidence(), theirs.secondEvidence());
                if (own.evidence() >= minEvidence && own.evidence() + leadWeight * lead >= threshold) {
                    pairs.add(new MutualBest(cluster, own.cluster()));
                }
            }
        });
        return pairs;
    }
}
