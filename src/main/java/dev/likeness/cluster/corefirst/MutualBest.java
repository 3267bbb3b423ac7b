package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.corefirst.Partition.BestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
    /// @param candidates for each cluster the clusters that it may merge with, ascending
    /// @param evidence asked for by several threads
    /// @param minEvidence minimum evidence, however large the lead is
    /// @return in ascending order
    static List<MutualBest> pairs(
            int[][] candidates, Evidence evidence, double leadWeight, double minEvidence, double threshold) {
        BestCluster[] best = new BestCluster[candidates.length];
        IntStream.range(0, best.length).parallel().forEach(cluster -> {
            BestCluster own = BestCluster.NONE;
            for (int other : candidates[cluster]) {
                own = own.orBetter(other, evidence.between(cluster, other));
            }
            best[cluster] = own;
        });
        List<MutualBest> pairs = new ArrayList<>();
        for (int cluster = 0; cluster < best.length; cluster++) {
            BestCluster own = best[cluster];
            if (cluster < own.cluster() && best[own.cluster()].cluster() == cluster) {
                double lead = own.evidence() - Math.max(own.secondEvidence(), best[own.cluster()].secondEvidence());
                if (own.evidence() >= minEvidence && own.evidence() + leadWeight * lead >= threshold) {
                    pairs.add(new MutualBest(cluster, own.cluster()));
                }
            }
        }
        return pairs;
    }
}
