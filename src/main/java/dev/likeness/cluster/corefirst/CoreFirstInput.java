package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ExactNeighbourhood;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Constraints;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The data of one core-first clustering: faces in the order of their ids, their neighbours, templates and
/// what is known about each. Does not change while the faces are clustered.
final class CoreFirstInput {
    /// Up to this number, every face is compared with every other; larger galleries query the index.
    private static final int MAX_EXACT_FACES = 10_000;

    private final CoreFirstSettings settings;
    private final double dimension;
    private final FaceGraph graph;
    private final int size;
    private final ClusterTemplate[] templates;
    private final double[] magnitudes;
    private final boolean[] core;
    private final boolean[] asserted;
    private final int[][] samePhotoFaces;
    private final int[] previousPeople;

    private CoreFirstInput(
            FaceGraph graph,
            List<Embedding> transformed,
            ClusteringContext context,
            CoreFirstSettings settings,
            FaceSpace space) {
        this.settings = settings;
        this.dimension = space.dimension();
        this.graph = graph;
        this.size = graph.size();
        this.templates = new ClusterTemplate[size];
        this.magnitudes = new double[size];
        this.core = new boolean[size];
        this.asserted = new boolean[size];
        buildTemplates(transformed, context.constraints(), space);
        this.samePhotoFaces = samePhotoFaces(graph);
        this.previousPeople = previousPeople(context);
    }

    /// @param neighbourhood queried by the index of a face in `faces`
    static CoreFirstInput of(
            List<Face> faces,
            Neighbourhood neighbourhood,
            ClusteringContext context,
            CoreFirstSettings settings,
            @Nullable FaceSpace learnedSpace,
            ClusterListener listener) {
        List<Embedding> embeddings = faces.stream().map(Face::embedding).toList();
        FaceSpace space = learnedSpace == null ? FaceSpace.untransformed(embeddings) : learnedSpace;
        List<Embedding> transformed =
                embeddings.parallelStream().map(space::transform).toList();
        FaceGraph graph = FaceGraph.of(
                faces,
                faces.size() <= MAX_EXACT_FACES
                        ? new ExactNeighbourhood(transformed)
                        : new FaceSpaceNeighbourhood(neighbourhood, transformed, settings.coreMagnitude(space)),
                settings.minCosine(),
                settings.maxNeighbours(),
                listener);
        List<Embedding> byId = Arrays.stream(FaceGraph.orderById(faces))
                .mapToObj(transformed::get)
                .toList();
        return new CoreFirstInput(graph, byId, context, settings, space);
    }

    private void buildTemplates(List<Embedding> transformed, Constraints constraints, FaceSpace space) {
        Map<PhotoId, Integer> photos = new HashMap<>();
        Map<FaceId, Set<PersonId>> rejected = constraints.rejections().stream()
                .collect(Collectors.groupingBy(
                        Rejection::face, Collectors.mapping(Rejection::person, Collectors.toSet())));
        for (int face = 0; face < size; face++) {
            FaceId id = id(face);
            Embedding embedding = transformed.get(face);
            magnitudes[face] = embedding.magnitude();
            core[face] = settings.isCore(embedding.magnitude(), space);
            asserted[face] = constraints.assigned().containsKey(id);
            double share = settings.share(embedding.magnitude(), space);
            templates[face] = ClusterTemplate.of(
                    embedding.direction().toArray(),
                    Math.sqrt(share) / (1 - share),
                    share / (1 - share),
                    photos.computeIfAbsent(id.photo(), _ -> photos.size()),
                    constraints.assigned().get(id),
                    rejected.getOrDefault(id, Set.of()));
        }
    }

    /// An assertion replaces the previous assignment; a face that is rejected from its previous person has no
    /// person.
    private int[] previousPeople(ClusteringContext context) {
        Map<Integer, PersonId> people = new TreeMap<>();
        for (int face = 0; face < size; face++) {
            PersonId assertedPerson = templates[face].assertedPerson();
            PersonId previous =
                    assertedPerson == null ? context.previousAssignments().get(id(face)) : assertedPerson;
            if (previous != null && !context.constraints().rejects(id(face), previous)) {
                people.put(face, previous);
            }
        }
        List<PersonId> order = people.values().stream().distinct().sorted().toList();
        int[] numbers = new int[size];
        Arrays.fill(numbers, Partition.NO_PERSON);
        people.forEach((face, person) -> numbers[face] = Collections.binarySearch(order, person));
        return numbers;
    }

    private static int[][] samePhotoFaces(FaceGraph graph) {
        Map<PhotoId, List<Integer>> photos = new HashMap<>();
        for (int face = 0; face < graph.size(); face++) {
            photos.computeIfAbsent(graph.faces().get(face).id().photo(), _ -> new ArrayList<>())
                    .add(face);
        }
        int[][] others = new int[graph.size()][];
        photos.values()
                .forEach(photo -> photo.forEach(face -> others[face] = photo.stream()
                        .filter(other -> !other.equals(face))
                        .mapToInt(Integer::intValue)
                        .toArray()));
        return others;
    }

    CoreFirstSettings settings() {
        return settings;
    }

    /// See [FaceSpace#dimension()].
    double dimension() {
        return dimension;
    }

    int size() {
        return size;
    }

    Face face(int face) {
        return graph.faces().get(face);
    }

    FaceId id(int face) {
        return face(face).id();
    }

    /// Indices of a face's neighbours; callers must not modify the array.
    int[] neighbours(int face) {
        return graph.neighbours(face);
    }

    ClusterTemplate template(int face) {
        return templates[face];
    }

    /// Whether the face is clear enough to found and link clusters.
    boolean isCore(int face) {
        return core[face];
    }

    /// Whether users assigned the face to a person.
    boolean isAsserted(int face) {
        return asserted[face];
    }

    /// The other faces in a face's photo; callers must not modify the array.
    int[] samePhotoFaces(int face) {
        return samePhotoFaces[face];
    }

    /// The number of a face's person before this clustering, older people first, or [Partition#NO_PERSON].
    int previousPerson(int face) {
        return previousPeople[face];
    }

    /// The faces in descending order of magnitude.
    int[] clearestFirst() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer face) -> -magnitudes[face])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
