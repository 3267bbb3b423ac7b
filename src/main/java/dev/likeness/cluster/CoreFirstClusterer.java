package dev.likeness.cluster;

import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.PhotoId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Clear faces decide who there is; poor ones only join.
///
/// 1. Faces of enough magnitude are cores. Neighbouring groups of cores become one, most evidence first
///    ([Affinity#EVIDENCE]), until the threshold.
/// 2. Two groups that are each other's best, with a lead over everybody else, need less evidence.
/// 3. Every other face, clearest first, joins the best group around it if that leads the second best, or else founds
/// one
///    of its own. It never changes a group of cores and never links two groups.
///
/// Two faces of one photo are evidence against, not a rule: mirrors, collages and posters exist.
final class CoreFirstClusterer implements FaceClusterer {
    private static final int SMALLEST_PERSON = 2;

    private final CoreFirstSettings settings;
    private final int minFaces;
    private final Affinity evidence;

    CoreFirstClusterer(ClusterOptions options) {
        this(CoreFirstSettings.MOBILEFACENET.with(options.caution()), options.minFaces());
    }

    CoreFirstClusterer(CoreFirstSettings settings, int minFaces) {
        this.settings = settings;
        this.minFaces = minFaces;
        this.evidence = Affinity.EVIDENCE.lessForSharedPhotos(settings.samePhoto());
    }

    CoreFirstClusterer(CoreFirstSettings settings) {
        this(settings, SMALLEST_PERSON);
    }

    @Override
    public Clusters cluster(List<Face> faces, Neighbourhood neighbourhood) {
        FaceGraph graph = FaceGraph.of(faces, neighbourhood, settings.floor(), settings.mostNeighbours());
        List<Template> templates = templates(graph);
        DisjointSets groups = new DisjointSets(graph.size());
        List<Set<Integer>> edges = coreEdges(graph);
        SparseLinkage.merges(templates, edges, evidence, settings.threshold())
                .forEach(merge -> groups.join(merge.one(), merge.other()));
        if (settings.marginWeight() > 0) {
            joinLeaders(templates, edges, groups);
        }
        attachLeaves(graph, templates, groups);
        return graph.clusters(groups.labels(), minFaces);
    }

    private List<Template> templates(FaceGraph graph) {
        Map<PhotoId, Integer> photos = new HashMap<>();
        List<Template> templates = new ArrayList<>();
        for (Face face : graph.faces()) {
            Embedding embedding = face.embedding();
            double share = settings.share(embedding.magnitude());
            templates.add(Template.of(
                    embedding.direction().toArray(),
                    Math.sqrt(share) / (1 - share),
                    share / (1 - share),
                    photos.computeIfAbsent(face.id().photo(), _ -> photos.size())));
        }
        return templates;
    }

    private boolean isCore(Face face) {
        return face.embedding().magnitude() >= settings.coreMagnitude();
    }

    private List<Set<Integer>> coreEdges(FaceGraph graph) {
        List<Set<Integer>> edges = new ArrayList<>();
        for (int face = 0; face < graph.size(); face++) {
            Set<Integer> near = new HashSet<>();
            if (isCore(graph.faces().get(face))) {
                for (int other : graph.neighbours(face)) {
                    if (isCore(graph.faces().get(other))) {
                        near.add(other);
                    }
                }
            }
            edges.add(near);
        }
        return edges;
    }

    /// Joins groups that are each other's best and far ahead of the second best, in rounds until there are none.
    private void joinLeaders(List<Template> templates, List<Set<Integer>> edges, DisjointSets groups) {
        boolean joined = true;
        while (joined) {
            Map<Integer, Template> pooled = pooled(templates, groups);
            Map<Integer, Rivals> rivals = new HashMap<>();
            groupEdges(edges, groups).forEach((group, near) -> rivals.put(group, rivals(group, near, pooled)));
            joined = false;
            for (var entry : rivals.entrySet()) {
                int one = entry.getKey();
                Rivals ours = entry.getValue();
                Rivals theirs = rivals.get(ours.best());
                if (theirs == null || theirs.best() != one || one > ours.best()) {
                    continue;
                }
                double lead = ours.evidence() - Math.max(ours.second(), theirs.second());
                if (ours.evidence() >= settings.leastWithMargin()
                        && ours.evidence() + settings.marginWeight() * lead >= settings.threshold()) {
                    groups.join(one, ours.best());
                    joined = true;
                }
            }
        }
    }

    private static Map<Integer, Template> pooled(List<Template> templates, DisjointSets groups) {
        Map<Integer, Template> pooled = new HashMap<>();
        for (int face = 0; face < templates.size(); face++) {
            pooled.merge(groups.find(face), templates.get(face), Template::plus);
        }
        return pooled;
    }

    private static Map<Integer, Set<Integer>> groupEdges(List<Set<Integer>> edges, DisjointSets groups) {
        Map<Integer, Set<Integer>> near = new HashMap<>();
        for (int face = 0; face < edges.size(); face++) {
            int group = groups.find(face);
            for (int other : edges.get(face)) {
                if (groups.find(other) != group) {
                    near.computeIfAbsent(group, _ -> new TreeSet<>()).add(groups.find(other));
                }
            }
        }
        return near;
    }

    private Rivals rivals(int group, Set<Integer> near, Map<Integer, Template> pooled) {
        Template self = pooled.getOrDefault(group, Template.EMPTY);
        int best = group;
        double evidenceOfBest = Double.NEGATIVE_INFINITY;
        double second = 0;
        for (int other : near) {
            double value = evidence.of(self, pooled.getOrDefault(other, Template.EMPTY));
            if (value > evidenceOfBest) {
                second = Math.max(second, evidenceOfBest);
                evidenceOfBest = value;
                best = other;
            } else {
                second = Math.max(second, value);
            }
        }
        return new Rivals(best, evidenceOfBest, second);
    }

    /// Clearest first. A face that found no group founds one, which later leaves may join by their evidence for that
    /// one
    /// face.
    private void attachLeaves(FaceGraph graph, List<Template> templates, DisjointSets groups) {
        Map<Integer, Template> founded = pooled(templates, groups);
        int[] home = new int[graph.size()];
        boolean[] settled = new boolean[graph.size()];
        for (int face = 0; face < home.length; face++) {
            home[face] = groups.find(face);
            settled[face] = isCore(graph.faces().get(face));
        }
        int[] leaves = IntStream.range(0, graph.size())
                .filter(face -> !settled[face])
                .boxed()
                .sorted(Comparator.comparingDouble((Integer face) ->
                                -graph.faces().get(face).embedding().magnitude())
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int leaf : leaves) {
            Set<Integer> around = new TreeSet<>();
            for (int other : graph.neighbours(leaf)) {
                if (settled[other]) {
                    around.add(home[other]);
                }
            }
            Rivals rivals = rivals(leaf, around, founded);
            if (rivals.evidence() >= settings.leafThreshold()
                    && rivals.evidence() - rivals.second() >= settings.leafMargin()) {
                home[leaf] = rivals.best();
            }
            settled[leaf] = true;
        }
        for (int leaf : leaves) {
            groups.join(leaf, home[leaf]);
        }
    }

    /// @param second the evidence of the second best, at least 0
    private record Rivals(int best, double evidence, double second) {}
}
