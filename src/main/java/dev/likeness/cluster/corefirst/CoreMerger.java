package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.DisjointSets;
import dev.likeness.cluster.NumberGroups;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Merges cores, and faces with an assertion, into clusters. A vertex is a set of faces that are together
/// from the start; an edge joins two vertices that have neighbouring faces.
final class CoreMerger {
    /// Components of at most this many vertices are merged by Smile, whose memory is quadratic.
    private static final int MAX_DENSE_COMPONENT = 64;

    private static final int NO_VERTEX = -1;

    private final CoreFirstInput input;
    private final CoreFirstSettings.Merging settings;
    private final ClusterListener listener;
    private final Affinity affinity;

    CoreMerger(CoreFirstInput input, ClusterListener listener) {
        this.input = input;
        this.settings = input.settings().merging();
        this.listener = listener;
        this.affinity = Affinity.evidence(input.dimension())
                .withSamePhotoPenalty(input.settings().samePhotoPenalty());
    }

    /// @param clusters the faces that are together from the start; receives the merges
    void merge(DisjointSets clusters) {
        mergeNearestFirst(clusters);
        mergeMutualBest(clusters);
    }

    /// Merges the clusters with the highest affinity first, down to the strict threshold.
    private void mergeNearestFirst(DisjointSets clusters) {
        CoreGraph graph = graph(clusters.labels());
        AtomicLong done = new AtomicLong();
        // Components have no edges between them, so that they can be merged in parallel.
        List<List<Merge>> merges = components(graph).parallelStream()
                .map(component -> {
                    listener.throwIfCancelled();
                    List<Merge> own = merges(component, graph);
                    listener.progress(ClusterListener.Stage.MERGING, done.addAndGet(component.length), graph.size());
                    return own;
                })
                .toList();
        merges.forEach(
                own -> own.forEach(merge -> clusters.union(graph.labels[merge.one()], graph.labels[merge.other()])));
    }

    /// Vertices in ascending order of their labels.
    ///
    /// @param labels the label of each vertex's faces
    /// @param neighbours the adjacent vertices of each vertex, ascending
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record CoreGraph(int[] labels, ClusterTemplate[] templates, int[][] neighbours) {
        int size() {
            return labels.length;
        }
    }

    private CoreGraph graph(int[] labels) {
        int[] names = IntStream.range(0, input.size())
                .filter(this::isMergeable)
                .map(face -> labels[face])
                .sorted()
                .distinct()
                .toArray();
        int[] vertices = IntStream.range(0, input.size())
                .map(face -> isMergeable(face) ? Arrays.binarySearch(names, labels[face]) : NO_VERTEX)
                .toArray();
        int[][] members = NumberGroups.of(vertices, names.length);
        ClusterTemplate[] templates = new ClusterTemplate[names.length];
        int[][] neighbours = new int[names.length][];
        IntStream.range(0, names.length).parallel().forEach(vertex -> {
            templates[vertex] = Arrays.stream(members[vertex])
                    .mapToObj(input::template)
                    .reduce(ClusterTemplate::plus)
                    .orElseThrow();
            neighbours[vertex] = Arrays.stream(members[vertex])
                    .flatMap(face -> Arrays.stream(input.neighbours(face)))
                    .map(face -> vertices[face])
                    .filter(other -> other != NO_VERTEX && other != vertex)
                    .sorted()
                    .distinct()
                    .toArray();
        });
        return new CoreGraph(names, templates, neighbours);
    }

    private boolean isMergeable(int face) {
        return input.isCore(face) || input.isAsserted(face);
    }

    /// The vertices of each component, ascending.
    private static List<int[]> components(CoreGraph graph) {
        DisjointSets joined = new DisjointSets(graph.size());
        for (int one = 0; one < graph.size(); one++) {
            for (int other : graph.neighbours[one]) {
                joined.union(one, other);
            }
        }
        return Arrays.stream(NumberGroups.of(joined.labels(), graph.size()))
                .filter(component -> component.length > 0)
                .toList();
    }

    private List<Merge> merges(int[] members, CoreGraph graph) {
        List<ClusterTemplate> templates = Arrays.stream(members)
                .mapToObj(member -> graph.templates[member])
                .toList();
        int[][] edges = Arrays.stream(members)
                .mapToObj(member -> Arrays.stream(graph.neighbours[member])
                        .map(other -> Arrays.binarySearch(members, other))
                        .toArray())
                .toArray(int[][]::new);
        List<Merge> merges = members.length <= MAX_DENSE_COMPONENT
                ? SmileLinkage.merges(templates, edges, affinity, settings.strictThreshold())
                : SparseLinkage.merges(templates, edges, affinity, settings.strictThreshold());
        return merges.stream()
                .map(merge -> new Merge(members[merge.one()], members[merge.other()], merge.affinity()))
                .toList();
    }

    /// Merges clusters that are each other's best candidate and far enough ahead of the second best, in
    /// rounds, until a round merges no clusters.
    private void mergeMutualBest(DisjointSets clusters) {
        boolean merged = true;
        while (merged) {
            listener.throwIfCancelled();
            CoreGraph graph = graph(clusters.labels());
            List<MutualBest> pairs = MutualBest.pairs(
                    graph.neighbours,
                    (one, other) -> affinity.between(graph.templates[one], graph.templates[other]),
                    1,
                    settings.minWithLead(),
                    settings.strictThreshold());
            pairs.forEach(pair -> clusters.union(graph.labels[pair.one()], graph.labels[pair.other()]));
            merged = !pairs.isEmpty();
        }
    }
}
