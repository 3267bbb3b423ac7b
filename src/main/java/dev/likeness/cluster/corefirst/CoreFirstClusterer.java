package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.ClusteringResult.AssignedFace;
import dev.likeness.cluster.ClusteringResultBuilder;
import dev.likeness.cluster.DisjointSets;
import dev.likeness.cluster.ExactNeighbourhood;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.GalleryPrior;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.cluster.corefirst.Partition.BestCluster;
import dev.likeness.face.Assignment;
import dev.likeness.face.Constraints;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import smile.graph.AdjacencyList;

/// Clear faces decide who there is; poor ones only join.
///
/// 0. Faces are compared in a [FaceSpace], where what blur and coarse pixels do to all faces alike is
///    small.
/// 1. Faces of enough magnitude are cores. Neighbouring groups of cores become one, most evidence first
///    ([Affinity#evidence]), down to a strict threshold; then groups that are each other's best by a lead
///    need less.
/// 2. How much evidence is enough from here on depends on the gallery ([GalleryPrior]): among many faces,
///    most of whom nobody resembles, more than in a family's album; and for somebody seen often less than
///    for somebody seen once.
/// 3. Every face, clearest first, goes to the group for which there is most evidence without it, or
///    stands alone; then groups that are each other's best may become one. Twice.
///
/// Who was one person before begins as one, and a face needs more evidence to leave them than to join
/// somebody ([CoreFirstSettings.Thresholds#hysteresis]).
///
/// A face that is no core changes no group that has cores, and links none. Two faces of one photo are
/// evidence against, not a rule: mirrors, collages and posters exist. What users said is a rule.
public final class CoreFirstClusterer implements FaceClusterer {
    /// Up to here every face is compared with every other; the index is asked above.
    private static final int MAX_EXACT_FACES = 10_000;

    /// The index compares outside the face space, where neighbours lie somewhat further apart.
    private static final float MIN_COSINE_SLACK = 0.1f;

    /// Components of up to this many vertices are grouped by Smile, whose memory is quadratic.
    private static final int MAX_DENSE_COMPONENT = 64;

    private static final int ROUNDS = 2;
    private static final int SWEEPS = 3;
    private static final int MERGE_ROUNDS = 5;

    private final CoreFirstSettings settings;
    private final int minFaces;
    private final @Nullable FaceSpace learnedSpace;

    /// @param learned the space that was learned for the model; null to take the model's own
    public CoreFirstClusterer(CoreFirstSettings settings, int minFaces, @Nullable FaceSpace learned) {
        this.settings = settings;
        this.minFaces = minFaces;
        this.learnedSpace = learned;
    }

    @Override
    public ClusteringResult cluster(
            List<Face> faces, Neighbourhood neighbourhood, ClusteringContext known, ClusterListener listener) {
        return faces.isEmpty()
                ? new ClusteringResult(List.of(), List.of())
                : new Run(faces, neighbourhood, known, listener).run();
    }

    /// One clustering.
    private final class Run {
        private final ClusterListener listener;
        private final @Nullable GalleryPrior prior;
        private final FaceSpace space;
        private final FaceGraph graph;
        private final int n;
        private final double[] magnitudes;
        private final List<ClusterTemplate> templates = new ArrayList<>();
        private final boolean[] core;
        private final boolean[] asserted;
        private final int[][] samePhotoFaces;

        /// The number of the person whom each face was last found to be, older people first; −1 for none.
        private final int[] previousPeople;

        private final Affinity evidence;
        /// Faces from the clearest to the poorest.
        private final int[] clearestFirst;

        /// Faces whose group may be joined. At first the cores; a poor face is settled once it has had
        /// its turn, so that of several that resemble each other the clearest founds a group and the
        /// others join it.
        private final boolean[] settled;

        Run(List<Face> faces, Neighbourhood neighbourhood, ClusteringContext known, ClusterListener listener) {
            this.listener = listener;
            this.prior = known.prior();
            List<Embedding> embeddings = faces.stream().map(Face::embedding).toList();
            this.space = learnedSpace == null ? FaceSpace.untransformed(embeddings) : learnedSpace;
            List<Embedding> placed =
                    embeddings.parallelStream().map(space::transform).toList();
            this.graph = FaceGraph.of(
                    faces,
                    faces.size() <= MAX_EXACT_FACES
                            ? new ExactNeighbourhood(placed)
                            : inFaceSpace(neighbourhood, placed),
                    settings.minCosine(),
                    settings.maxNeighbours(),
                    listener);
            this.n = graph.size();
            this.magnitudes = new double[n];
            this.core = new boolean[n];
            this.asserted = new boolean[n];
            this.settled = new boolean[n];
            this.samePhotoFaces = samePhotoFaces();
            this.evidence = Affinity.evidence(space.dimension()).withSamePhotoPenalty(settings.samePhotoPenalty());
            buildTemplates(
                    Arrays.stream(FaceGraph.orderById(faces))
                            .mapToObj(placed::get)
                            .toList(),
                    known.constraints());
            this.previousPeople = previousPersonNumbers(known);
            this.clearestFirst = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer face) -> -magnitudes[face])
                            .thenComparing(Comparator.naturalOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /// The index's neighbours, by their cosine in the face space.
        private Neighbourhood inFaceSpace(Neighbourhood index, List<Embedding> placed) {
            return new Neighbourhood() {
                @Override
                public List<Neighbour> within(int face, float minCosine) {
                    return rescored(face, index.within(face, minCosine - MIN_COSINE_SLACK), minCosine);
                }

                @Override
                public List<Neighbour> nearest(int face, int k, float minCosine) {
                    List<Neighbour> found = index.nearest(face, k, minCosine - MIN_COSINE_SLACK);
                    double clear = settings.coreMagnitude(space);
                    if (placed.get(face).magnitude() >= clear) {
                        return rescored(face, found, minCosine);
                    }
                    Set<Neighbour> all = new HashSet<>(found);
                    all.addAll(index.nearestAboveMagnitude(face, k, minCosine - MIN_COSINE_SLACK, Math.max(0, clear)));
                    return rescored(face, List.copyOf(all), minCosine);
                }

                private List<Neighbour> rescored(int face, List<Neighbour> found, float minCosine) {
                    return found.stream()
                            .map(near -> new Neighbour(
                                    near.face(),
                                    placed.get(face)
                                            .direction()
                                            .cosine(placed.get(near.face()).direction())))
                            .filter(near -> near.cosine() >= minCosine)
                            .sorted(Neighbour.NEAREST_FIRST)
                            .toList();
                }
            };
        }

        private void buildTemplates(List<Embedding> placed, Constraints constraints) {
            Map<PhotoId, Integer> photos = new HashMap<>();
            Map<FaceId, Set<PersonId>> refused = constraints.rejections().stream()
                    .collect(Collectors.groupingBy(
                            Rejection::face, Collectors.mapping(Rejection::person, Collectors.toSet())));
            for (int face = 0; face < n; face++) {
                FaceId id = graph.faces().get(face).id();
                Embedding embedding = placed.get(face);
                magnitudes[face] = embedding.magnitude();
                core[face] = settings.isCore(embedding.magnitude(), space);
                asserted[face] = constraints.assigned().containsKey(id);
                settled[face] = core[face] || asserted[face];
                double share = settings.share(embedding.magnitude(), space);
                templates.add(ClusterTemplate.of(
                        embedding.direction().toArray(),
                        Math.sqrt(share) / (1 - share),
                        share / (1 - share),
                        photos.computeIfAbsent(id.photo(), _ -> photos.size()),
                        constraints.assigned().get(id),
                        refused.getOrDefault(id, Set.of())));
            }
        }

        /// A face that a user has refused its former person, or given to another one, was nobody.
        private int[] previousPersonNumbers(ClusteringContext known) {
            Map<Integer, PersonId> people = new TreeMap<>();
            for (int face = 0; face < n; face++) {
                FaceId id = graph.faces().get(face).id();
                PersonId held = templates.get(face).assertedPerson();
                PersonId then = held == null ? known.previousAssignments().get(id) : held;
                if (then != null && !known.constraints().rejects(id, then)) {
                    people.put(face, then);
                }
            }
            List<PersonId> order = people.values().stream().distinct().sorted().toList();
            int[] numbers = new int[n];
            Arrays.fill(numbers, Partition.NO_PERSON);
            people.forEach((face, person) -> numbers[face] = Collections.binarySearch(order, person));
            return numbers;
        }

        private int[][] samePhotoFaces() {
            Map<PhotoId, List<Integer>> photos = new HashMap<>();
            for (int face = 0; face < n; face++) {
                photos.computeIfAbsent(graph.faces().get(face).id().photo(), _ -> new ArrayList<>())
                        .add(face);
            }
            int[][] others = new int[n][];
            photos.values()
                    .forEach(photo -> photo.forEach(face -> others[face] = photo.stream()
                            .filter(other -> !other.equals(face))
                            .mapToInt(Integer::intValue)
                            .toArray()));
            return others;
        }

        ClusteringResult run() {
            DisjointSets groups = new DisjointSets(n);
            mergeGivenPeople(groups);
            mergeCores(groups);
            Partition assignment = new Partition(
                    templates, core, samePhotoFaces, previousPeople, groups.labels(), space.dimension(), settings);
            double threshold = settings.thresholds().threshold(prior == null ? estimatePrior() : prior);
            int steps = 1 + ROUNDS;
            reassign(assignment, settings.merging().strictThreshold(), false);
            listener.progress(ClusterListener.Stage.ASSIGNING, 1, steps);
            assignment.setCorelessPenalty(Math.max(0, settings.merging().strictThreshold() - threshold));
            for (int round = 0; round < ROUNDS; round++) {
                boolean moved = true;
                for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
                    moved = reassign(assignment, threshold, true);
                }
                mergeMutualBest(assignment, threshold);
                listener.progress(ClusterListener.Stage.ASSIGNING, round + 2, steps);
            }
            return result(assignment, threshold);
        }

        /// What a user put together is together from the start, and so is who was one person before.
        private void mergeGivenPeople(DisjointSets groups) {
            Map<Integer, Integer> first = new HashMap<>();
            for (int face = 0; face < n; face++) {
                if (previousPeople[face] != Partition.NO_PERSON) {
                    Integer other = first.putIfAbsent(previousPeople[face], face);
                    if (other != null) {
                        groups.union(other, face);
                    }
                }
            }
        }

        /// Joins cores, component by component: a component of the graph knows nothing of the others.
        private void mergeCores(DisjointSets groups) {
            int[] root = groups.labels();
            Map<Integer, ClusterTemplate> vertices = new TreeMap<>();
            Map<Integer, Set<Integer>> edges = new TreeMap<>();
            for (int face = 0; face < n; face++) {
                if (core[face] || asserted[face]) {
                    vertices.merge(root[face], templates.get(face), ClusterTemplate::plus);
                    Set<Integer> near = edges.computeIfAbsent(root[face], _ -> new TreeSet<>());
                    for (int other : graph.neighbours(face)) {
                        if ((core[other] || asserted[other]) && root[other] != root[face]) {
                            near.add(root[other]);
                        }
                    }
                }
            }
            int[] names = vertices.keySet().stream().mapToInt(Integer::intValue).toArray();
            int[][] near = edges.values().stream()
                    .map(set -> set.stream()
                            .mapToInt(other -> Arrays.binarySearch(names, other))
                            .toArray())
                    .toArray(int[][]::new);
            List<ClusterTemplate> states = List.copyOf(vertices.values());
            int[][] components = components(near);
            AtomicLong done = new AtomicLong();
            List<List<Merge>> merges = Arrays.stream(components)
                    .parallel()
                    .map(component -> {
                        checkCancelled();
                        List<Merge> own = merges(component, states, near);
                        listener.progress(
                                ClusterListener.Stage.MERGING, done.addAndGet(component.length), names.length);
                        return own;
                    })
                    .toList();
            merges.forEach(own -> own.forEach(merge -> groups.union(names[merge.one()], names[merge.other()])));
            mergeMutualBestCores(groups, names, states, near);
        }

        private static int[][] components(int[][] near) {
            AdjacencyList graph = new AdjacencyList(near.length);
            for (int one = 0; one < near.length; one++) {
                for (int other : near[one]) {
                    if (one < other) {
                        graph.addEdge(one, other);
                    }
                }
            }
            return near.length == 0 ? new int[0][] : graph.bfcc();
        }

        private List<Merge> merges(int[] component, List<ClusterTemplate> states, int[][] near) {
            int[] members = component.clone();
            Arrays.sort(members);
            List<ClusterTemplate> part =
                    Arrays.stream(members).mapToObj(states::get).toList();
            int[][] edges = Arrays.stream(members)
                    .mapToObj(member -> Arrays.stream(near[member])
                            .map(other -> Arrays.binarySearch(members, other))
                            .toArray())
                    .toArray(int[][]::new);
            List<Merge> merges = members.length <= MAX_DENSE_COMPONENT
                    ? SmileLinkage.merges(
                            part, edges, evidence, settings.merging().strictThreshold())
                    : SparseLinkage.merges(
                            part, edges, evidence, settings.merging().strictThreshold());
            return merges.stream()
                    .map(merge -> new Merge(members[merge.one()], members[merge.other()], merge.affinity()))
                    .toList();
        }

        /// Joins groups of cores that are each other's best and ahead of the second best, in rounds until
        /// there are none.
        private void mergeMutualBestCores(
                DisjointSets groups, int[] names, List<ClusterTemplate> states, int[][] near) {
            boolean joined = true;
            while (joined) {
                checkCancelled();
                Map<Integer, ClusterTemplate> pooled = new TreeMap<>();
                Map<Integer, Set<Integer>> around = new TreeMap<>();
                for (int vertex = 0; vertex < names.length; vertex++) {
                    int group = groups.find(names[vertex]);
                    pooled.merge(group, states.get(vertex), ClusterTemplate::plus);
                    Set<Integer> others = around.computeIfAbsent(group, _ -> new TreeSet<>());
                    for (int other : near[vertex]) {
                        if (groups.find(names[other]) != group) {
                            others.add(groups.find(names[other]));
                        }
                    }
                }
                List<int[]> leaders = mutualBestPairs(
                        around,
                        (one, other) -> evidence.between(
                                Objects.requireNonNull(pooled.get(one)), Objects.requireNonNull(pooled.get(other))),
                        1,
                        settings.merging().minWithLead(),
                        settings.merging().strictThreshold());
                leaders.forEach(pair -> groups.union(pair[0], pair[1]));
                joined = !leaders.isEmpty();
            }
        }

        /// The share of faces that no other clearly resembles.
        private GalleryPrior estimatePrior() {
            long alone = IntStream.range(0, n)
                    .parallel()
                    .filter(face -> Arrays.stream(graph.neighbours(face))
                            .noneMatch(other -> Affinity.evidence(space.dimension())
                                            .between(templates.get(face), templates.get(other))
                                    >= settings.thresholds().clearResemblance()))
                    .count();
            return GalleryPrior.ofCounts(n, alone);
        }

        /// Moves each face to the group that it has most evidence for, or to one of its own.
        ///
        /// @param all whether cores move, too
        private boolean reassign(Partition assignment, double threshold, boolean all) {
            boolean moved = false;
            for (int face : clearestFirst) {
                if (asserted[face] || (core[face] && !all)) {
                    continue;
                }
                checkCancelled();
                BestCluster best = best(assignment, face);
                settled[face] = true;
                boolean joins = isConvincing(face, best, threshold);
                if (joins && best.cluster() != assignment.clusterOf(face)) {
                    assignment.move(face, best.cluster());
                    moved = true;
                } else if (!joins && !assignment.isSingleton(face)) {
                    assignment.isolate(face);
                    moved = true;
                }
            }
            return moved;
        }

        private boolean isConvincing(int face, BestCluster best, double threshold) {
            double lead = best.evidence() - best.secondEvidence();
            return best.evidence() + settings.merging().leadWeight() * lead >= threshold
                    && (core[face] || lead >= settings.nonCoreMargin());
        }

        private BestCluster best(Partition assignment, int face) {
            BestCluster best = BestCluster.NONE;
            for (int group : candidateClusters(assignment, face)) {
                best = best.orBetter(group, assignment.evidence(face, group));
            }
            return best;
        }

        /// The groups of a face's neighbours, and its own.
        private Set<Integer> candidateClusters(Partition assignment, int face) {
            Set<Integer> groups = new TreeSet<>();
            for (int other : graph.neighbours(face)) {
                if (settled[other]) {
                    groups.add(assignment.clusterOf(other));
                }
            }
            if (!assignment.isSingleton(face)) {
                groups.add(assignment.clusterOf(face));
            }
            return groups;
        }

        /// Joins groups that are each other's best, if the evidence and part of the lead suffice.
        private void mergeMutualBest(Partition assignment, double threshold) {
            for (int round = 0; round < MERGE_ROUNDS; round++) {
                checkCancelled();
                Map<Integer, Set<Integer>> around = new TreeMap<>();
                for (int face = 0; face < n; face++) {
                    int group = assignment.clusterOf(face);
                    if (assignment.definesCluster(face) && assignment.canMerge(group)) {
                        for (int other : graph.neighbours(face)) {
                            int theirs = assignment.clusterOf(other);
                            if (theirs != group && assignment.definesCluster(other) && assignment.canMerge(theirs)) {
                                around.computeIfAbsent(group, _ -> new TreeSet<>())
                                        .add(theirs);
                            }
                        }
                    }
                }
                List<int[]> leaders = mutualBestPairs(
                        around,
                        assignment::evidenceBetween,
                        settings.merging().leadWeight(),
                        Double.NEGATIVE_INFINITY,
                        threshold);
                leaders.forEach(pair -> assignment.merge(pair[0], pair[1]));
                if (leaders.isEmpty()) {
                    return;
                }
            }
        }

        /// Pairs of groups that are each other's best, and for which evidence + weight × lead reaches the
        /// threshold.
        private static List<int[]> mutualBestPairs(
                Map<Integer, Set<Integer>> around,
                ClusterEvidence evidence,
                double weight,
                double min,
                double threshold) {
            Map<Integer, BestCluster> bests = new TreeMap<>();
            around.forEach((group, others) -> {
                BestCluster best = BestCluster.NONE;
                for (int other : others) {
                    best = best.orBetter(other, evidence.between(group, other));
                }
                bests.put(group, best);
            });
            List<int[]> leaders = new ArrayList<>();
            bests.forEach((group, best) -> {
                BestCluster theirs = bests.get(best.cluster());
                if (theirs != null && theirs.cluster() == group && group < best.cluster()) {
                    double lead = best.evidence() - Math.max(best.secondEvidence(), theirs.secondEvidence());
                    if (best.evidence() >= min && best.evidence() + weight * lead >= threshold) {
                        leaders.add(new int[] {group, best.cluster()});
                    }
                }
            });
            return leaders;
        }

        private ClusteringResult result(Partition assignment, double threshold) {
            ClusteringResultBuilder clusters = new ClusteringResultBuilder();
            for (int group = 0; group < assignment.clusters(); group++) {
                List<Integer> members =
                        assignment.members(group).stream().sorted().toList();
                PersonId person = assignment.assertedPerson(group);
                if (members.size() >= minFaces || person != null) {
                    clusters.addCluster(
                            members.stream().map(graph.faces()::get).toList(),
                            members.stream()
                                    .map(face -> assigned(assignment, face, reason(face)))
                                    .toList(),
                            person);
                } else {
                    for (int face : members) {
                        clusters.addUnassigned(unassigned(assignment, face, threshold));
                    }
                }
            }
            return clusters.build();
        }

        private Assignment.Reason reason(int face) {
            if (asserted[face]) {
                return Assignment.Reason.USER;
            }
            return core[face] ? Assignment.Reason.CORE : Assignment.Reason.JOINED;
        }

        private Assignment.Reason unassignedReason(
                Partition assignment, int face, BestCluster allowed, double threshold) {
            BestCluster any = BestCluster.NONE;
            for (int group : candidateClusters(assignment, face)) {
                any = any.orBetter(group, assignment.evidenceIgnoringConstraints(face, group));
            }
            if (any.cluster() != allowed.cluster() && isConvincing(face, any, threshold)) {
                return Assignment.Reason.REJECTED;
            }
            if (allowed.evidence() >= threshold) {
                return Assignment.Reason.AMBIGUOUS;
            }
            return core[face] ? Assignment.Reason.NO_SIMILAR_FACE : Assignment.Reason.LOW_QUALITY;
        }

        private AssignedFace assigned(Partition assignment, int face, Assignment.Reason reason) {
            int own = assignment.clusterOf(face);
            double rival = 0;
            for (int group : candidateClusters(assignment, face)) {
                if (group != own) {
                    rival = Math.max(rival, assignment.evidenceWithoutHysteresis(face, group));
                }
            }
            double margin = assignment.isSingleton(face)
                    ? Double.POSITIVE_INFINITY
                    : assignment.evidenceWithoutHysteresis(face, own) - rival;
            return new AssignedFace(graph.faces().get(face).id(), new Assignment(reason, (float) Math.max(0, margin)));
        }

        private AssignedFace unassigned(Partition assignment, int face, double threshold) {
            BestCluster best = best(assignment, face);
            double missing = best.cluster() < 0
                    ? Double.POSITIVE_INFINITY
                    : threshold
                            - best.evidence()
                            - settings.merging().leadWeight() * (best.evidence() - best.secondEvidence());
            return new AssignedFace(
                    graph.faces().get(face).id(),
                    new Assignment(unassignedReason(assignment, face, best, threshold), (float) Math.max(0, missing)));
        }

        private void checkCancelled() {
            if (listener.isCancelled()) {
                throw new LikenessException(ErrorCode.CANCELLED, "the clustering was stopped");
            }
        }
    }

    @FunctionalInterface
    private interface ClusterEvidence {
        double between(int one, int other);
    }
}
