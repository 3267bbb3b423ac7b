package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.DisjointSets;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.GalleryPrior;
import dev.likeness.cluster.Neighbourhood;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Core-first clustering: clear faces define the clusters, low-quality faces only join them.
///
/// 1. All faces are compared in a [FaceSpace], which suppresses what blur and coarse pixels do to every face
///    alike ([CoreFirstInput]).
/// 2. Faces above a magnitude are cores. Neighbouring clusters of cores are merged in the order of their
///    [Affinity#evidence], down to a strict threshold. Then two clusters that are each other's best candidate,
///    well ahead of the second best, are merged on less evidence ([CoreMerger]).
/// 3. From here on, the threshold depends on the gallery ([GalleryPrior]): a large gallery in which most faces
///    resemble no other asks for more evidence than a family's album. A person with many faces needs less
///    evidence than a person with one.
/// 4. Every face, the clearest first, moves to the cluster with the most evidence from the cluster's other
///    faces, or becomes a cluster of its own. Then clusters that are each other's best candidate may merge
///    ([FaceReassigner]). This step runs twice.
///
/// The faces of one previous person start as one cluster, and leaving it takes more evidence than joining
/// another ([CoreFirstSettings.Thresholds#hysteresis]).
///
/// A face that is not a core does not change the template of a cluster that has cores, and links no clusters.
/// Two faces in one photo are evidence against one person, but not a rule: mirrors, collages and posters
/// exist. Assertions of users are rules.
public final class CoreFirstClusterer implements FaceClusterer {
    private static final int ROUNDS = 2;
    private static final int SWEEPS = 3;

    private final CoreFirstSettings settings;
    private final int minFaces;
    private final @Nullable FaceSpace learnedSpace;

    /// @param minFaces minimum number of faces of a person; smaller clusters without an assertion end
    ///     unassigned
    /// @param learned the face space fitted for the embedder; null to measure the embedder's own space on the
    ///     faces
    public CoreFirstClusterer(CoreFirstSettings settings, int minFaces, @Nullable FaceSpace learned) {
        this.settings = settings;
        this.minFaces = minFaces;
        this.learnedSpace = learned;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        if (faces.size() == 0) {
            return new ClusteringResult(List.of(), List.of());
        }
        CoreFirstInput input = CoreFirstInput.of(faces, neighbourhood, context, settings, learnedSpace, listener);

        DisjointSets clusters = new DisjointSets(input.size());
        mergePreviousPeople(input, clusters);
        new CoreMerger(input, listener).merge(clusters);

        Partition partition = new Partition(input, clusters.labels());
        double threshold = threshold(input, context.prior());
        FaceReassigner reassigner = new FaceReassigner(input, partition, listener);
        assign(reassigner, partition, threshold, listener);
        return new AssignmentReasons(input, partition, reassigner, threshold).result(minFaces);
    }

    /// Merges the faces of each previous person, and the faces that users assigned to one person.
    private static void mergePreviousPeople(CoreFirstInput input, DisjointSets clusters) {
        Map<Integer, Integer> firstFaces = new HashMap<>();
        for (int face = 0; face < input.size(); face++) {
            int person = input.previousPerson(face);
            if (person != Partition.NO_PERSON) {
                Integer first = firstFaces.putIfAbsent(person, face);
                if (first != null) {
                    clusters.union(first, face);
                }
            }
        }
    }

    private double threshold(CoreFirstInput input, @Nullable GalleryPrior prior) {
        return settings.thresholds().threshold(prior == null ? estimatePrior(input) : prior);
    }

    /// The share of faces that clearly resemble no other face.
    private GalleryPrior estimatePrior(CoreFirstInput input) {
        Affinity evidence = Affinity.evidence(input.dimension());
        long singletons = IntStream.range(0, input.size())
                .parallel()
                .filter(face -> Arrays.stream(input.neighbours(face))
                        .noneMatch(other -> evidence.between(input.template(face), input.template(other))
                                >= settings.thresholds().clearResemblance()))
                .count();
        return GalleryPrior.ofCounts(input.size(), singletons);
    }

    private void assign(FaceReassigner reassigner, Partition partition, double threshold, ClusterListener listener) {
        int steps = 1 + ROUNDS;
        double strictThreshold = settings.merging().strictThreshold();
        reassigner.reassignNonCores(strictThreshold);
        listener.progress(ClusterListener.Stage.ASSIGNING, 1, steps);
        partition.setCorelessPenalty(Math.max(0, strictThreshold - threshold));
        for (int round = 0; round < ROUNDS; round++) {
            boolean moved = true;
            for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
                moved = reassigner.reassign(threshold);
            }
            reassigner.mergeMutualBest(threshold);
            listener.progress(ClusterListener.Stage.ASSIGNING, round + 2, steps);
        }
    }
}
