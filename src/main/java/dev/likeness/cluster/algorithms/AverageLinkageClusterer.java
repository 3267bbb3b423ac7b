package dev.likeness.cluster.algorithms;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.DisjointSets;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.cluster.corefirst.Affinity;
import dev.likeness.cluster.corefirst.ClusterTemplate;
import dev.likeness.cluster.corefirst.SparseLinkage;
import java.util.List;
import java.util.stream.IntStream;

/// Average linkage (UPGMA): the two clusters with the highest mean cosine are merged first, until no pair
/// reaches `minCosine`. Clusters without a pair of faces above a minimum cosine are never compared; their
/// mean cosine is far below any useful threshold.
public final class AverageLinkageClusterer implements FaceClusterer {
    private static final float MIN_CANDIDATE_COSINE = 0.3f;

    private final ClusterOptions options;

    public AverageLinkageClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public ClusteringResult cluster(
            FacesToCluster faces, Neighbourhood neighbourhood, ClusteringContext context, ClusterListener listener) {
        FaceGraph graph = FaceGraph.of(
                faces, neighbourhood, Math.min(MIN_CANDIDATE_COSINE, options.minCosine()), Integer.MAX_VALUE, listener);
        List<ClusterTemplate> templates = IntStream.range(0, graph.size())
                .mapToObj(face -> ClusterTemplate.of(
                        graph.face(face).embedding().direction().toArray(), 1, 1, 0))
                .toList();
        int[][] edges =
                IntStream.range(0, graph.size()).mapToObj(graph::neighbours).toArray(int[][]::new);
        DisjointSets groups = new DisjointSets(graph.size());
        SparseLinkage.merges(templates, edges, Affinity.MEAN_COSINE, options.minCosine())
                .forEach(merge -> groups.union(merge.one(), merge.other()));
        return graph.clusters(groups.labels(), options.minFaces());
    }
}
