package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.corefirst.Partition.BestCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Moves faces to the cluster with the most evidence, and merges clusters that are each other's best
/// candidate.
final class FaceReassigner {
    private static final int MERGE_ROUNDS = 5;
    private static final int[] NO_CLUSTERS = {};

    private final CoreFirstInput input;
    private final CoreFirstSettings settings;
    private final Partition partition;
    private final ClusterListener listener;
    private final int[] clearestFirst;

    /// Faces whose cluster may be joined. Initially the cores; a low-quality face is added after its turn, so
    /// that the clearest of several similar faces founds a cluster and the others join it.
    private final boolean[] settled;

    FaceReassigner(CoreFirstInput input, Partition partition, ClusterListener listener) {
        this.input = input;
        this.settings = input.settings();
        this.partition = partition;
        this.listener = listener;
        this.clearestFirst = input.clearestFirst();
        this.settled = new boolean[input.size()];
        for (int face = 0; face < settled.length; face++) {
            settled[face] = input.isCore(face) || input.isAsserted(face);
        }
    }

    /// Moves each face that is not a core to its best cluster, or to a cluster of its own.
    void reassignNonCores(double threshold) {
        reassign(threshold, false);
    }

    /// Moves each face to its best cluster, or to a cluster of its own.
    ///
    /// @return whether a face moved
    boolean reassign(double threshold) {
        return reassign(threshold, true);
    }

    private boolean reassign(double threshold, boolean withCores) {
        boolean moved = false;
        partition.recountCompany();
        for (int face : clearestFirst) {
            if (input.isAsserted(face) || (input.isCore(face) && !withCores)) {
                continue;
            }
            listener.throwIfCancelled();
            BestCluster best = best(face);
            settled[face] = true;
            boolean joins = isConvincing(face, best, threshold);
            if (joins && best.cluster() != partition.clusterOf(face)) {
                partition.move(face, best.cluster());
                moved = true;
            } else if (!joins && !partition.isSingleton(face)) {
                partition.isolate(face);
                moved = true;
            }
        }
        return moved;
    }

    /// Whether the evidence suffices for a face to join a cluster.
    boolean isConvincing(int face, BestCluster best, double threshold) {
        double lead = best.evidence() - best.secondEvidence();
        return best.evidence() + settings.merging().leadWeight() * lead >= threshold
                && (input.isCore(face) || lead >= settings.nonCoreMargin());
    }

    /// The cluster that a face chooses, with the evidence for joining it, and that evidence less the lead of the
    /// choice.
    BestCluster best(int face) {
        return best(face, partition::choiceEvidence, partition::evidence);
    }

    /// Like [#best], but ignores the assertions of users.
    BestCluster bestIgnoringConstraints(int face) {
        return best(face, partition::choiceEvidenceIgnoringConstraints, partition::evidenceIgnoringConstraints);
    }

    private BestCluster best(int face, Evidence choosing, Evidence joining) {
        BestCluster choice = BestCluster.UNDECIDED;
        for (int cluster : candidates(face)) {
            choice = choice.orBetter(cluster, choosing.of(face, cluster));
        }
        return choice.cluster() < 0 ? BestCluster.NONE : choice.joiningWith(joining.of(face, choice.cluster()));
    }

    /// The evidence that a face belongs to a cluster, in nats.
    @FunctionalInterface
    private interface Evidence {
        double of(int face, int cluster);
    }

    /// The clusters of a face's neighbours, and its own unless it is alone there.
    Set<Integer> candidates(int face) {
        Set<Integer> clusters = new TreeSet<>();
        for (int other : input.neighbours(face)) {
            if (settled[other]) {
                clusters.add(partition.clusterOf(other));
            }
        }
        if (!partition.isSingleton(face)) {
            clusters.add(partition.clusterOf(face));
        }
        return clusters;
    }

    /// Merges clusters that are each other's best candidate, if the evidence and part of the lead suffice.
    void mergeMutualBest(double threshold) {
        for (int round = 0; round < MERGE_ROUNDS; round++) {
            listener.throwIfCancelled();
            List<MutualBest> pairs = MutualBest.pairs(
                    adjacentClusters(),
                    partition::evidenceBetween,
                    settings.merging().leadWeight(),
                    Double.NEGATIVE_INFINITY,
                    threshold);
            pairs.forEach(pair -> partition.merge(pair.one(), pair.other()));
            if (pairs.isEmpty()) {
                return;
            }
        }
    }

    /// The clusters that each may merge with, ascending.
    private int[][] adjacentClusters() {
        return IntStream.range(0, partition.clusters())
                .parallel()
                .mapToObj(cluster -> partition.canMerge(cluster) ? adjacentClusters(cluster) : NO_CLUSTERS)
                .toArray(int[][]::new);
    }

    private int[] adjacentClusters(int cluster) {
        return partition.members(cluster).stream()
                .filter(partition::definesCluster)
                .flatMapToInt(face -> Arrays.stream(input.neighbours(face)))
                .filter(partition::definesCluster)
                .map(partition::clusterOf)
                .filter(other -> other != cluster && partition.canMerge(other))
                .sorted()
                .distinct()
                .toArray();
    }
}
