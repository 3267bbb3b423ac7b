package dev.likeness.cluster;

import dev.likeness.face.Face;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Average linkage (UPGMA): the two groups with the highest mean cosine become one, until none reaches `minCosine`.
/// Groups with no pair of faces above the floor are never compared; at the cosines that tell people apart, theirs is
/// far
/// below.
final class AverageLinkageClusterer implements FaceClusterer {
    private static final float FLOOR = 0.3f;

    private final ClusterOptions options;

    AverageLinkageClusterer(ClusterOptions options) {
        this.options = options;
    }

    @Override
    public Clusters cluster(List<Face> faces, Neighbourhood neighbourhood) {
        FaceGraph graph = FaceGraph.of(faces, neighbourhood, Math.min(FLOOR, options.minCosine()), Integer.MAX_VALUE);
        List<Template> templates = graph.faces().stream()
                .map(face -> Template.of(face.embedding().direction().toArray(), 1, 1, 0))
                .toList();
        List<Set<Integer>> edges = IntStream.range(0, graph.size())
                .<Set<Integer>>mapToObj(face ->
                        Arrays.stream(graph.neighbours(face)).boxed().collect(Collectors.toCollection(HashSet::new)))
                .toList();
        DisjointSets groups = new DisjointSets(graph.size());
        SparseLinkage.merges(templates, edges, Affinity.MEAN_COSINE, options.minCosine())
                .forEach(merge -> groups.join(merge.one(), merge.other()));
        return graph.clusters(groups.labels(), options.minFaces());
    }
}
