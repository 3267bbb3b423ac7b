package dev.likeness.cluster.corefirst;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ExactNeighbourhood;
import dev.likeness.cluster.FaceGraph;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.cluster.Neighbourhood;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The data of one core-first clustering: faces in the order of their ids, their neighbours, templates and
/// what is known about each. Does not change while the faces are clustered.
final class CoreFirstInput {
    /// Up to this number, every face is compared with every other; larger galleries query the index.
    private static final int MAX_EXACT_FACES = 10_000;

    private static final int[] NO_FACES = {};

    private final CoreFirstSettings settings;
    private final double dimension;
    private final FacesToCluster faces;

    /// The faces in the order of their ids, as indices in `faces`.
    private final int[] order;

    private final int[][] neighbours;
    private final int size;
    private final ClusterTemplate[] templates;
    private final double[] magnitudes;
    private final boolean[] core;
    private final boolean[] asserted;
    private final boolean[] confirmed;
    private final int[][] samePhotoFaces;
    private final int[] previousPeople;

    private CoreFirstInput(
            FacesToCluster faces,
            FaceSpaceFaces placed,
            FaceGraph graph,
            ClusteringContext context,
            CoreFirstSettings settings,
            FaceSpace space) {
        this.settings = settings;
        this.dimension = space.dimension();
        this.faces = faces;
        this.order = graph.order();
        // Not the graph, whose cosines are as large and not needed any more.
        this.neighbours =
                IntStream.range(0, graph.size()).mapToObj(graph::neighbours).toArray(int[][]::new);
        this.size = order.length;
        this.templates = new ClusterTemplate[size];
        this.magnitudes = new double[size];
        this.core = new boolean[size];
        this.asserted = new boolean[size];
        this.confirmed = new boolean[size];
        for (int face = 0; face < size; face++) {
            templates[face] = placed.template(order[face]);
            magnitudes[face] = placed.magnitude(order[face]);
            core[face] = settings.isCore(magnitudes[face], space);
            asserted[face] = context.constraints().assigned().containsKey(id(face));
            confirmed[face] = asserted[face] && context.confirmed().contains(id(face));
        }
        this.samePhotoFaces = samePhotoFaces();
        this.previousPeople = previousPeople(context);
    }

    /// @param neighbourhood queried by the index of a face in `faces`
    static CoreFirstInput of(
            FacesToCluster faces,
            Neighbourhood neighbourhood,
            ClusteringContext context,
            CoreFirstSettings settings,
            @Nullable FaceSpace learnedSpace,
            ClusterListener listener) {
        FaceSpace space = learnedSpace == null
                ? FaceSpace.untransformed(IntStream.range(0, faces.size())
                        .mapToObj(face -> faces.face(face).embedding())
                        .toList())
                : learnedSpace;
        FaceSpaceFaces placed = FaceSpaceFaces.of(faces, context.constraints(), settings, space, listener);
        FaceGraph graph = FaceGraph.of(
                faces,
                faces.size() <= MAX_EXACT_FACES
                        ? new ExactNeighbourhood(faces.size(), placed::cosine)
                        : new FaceSpaceNeighbourhood(neighbourhood, placed, space, settings.coreMagnitude(space)),
                settings.minCosine(),
                settings.maxNeighbours(),
                listener);
        return new CoreFirstInput(faces, placed, graph, context, settings, space);
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

    /// Faces of one photo follow each other, because the faces are sorted by id.
    private int[][] samePhotoFaces() {
        int[][] others = new int[size][];
        int first = 0;
        for (int end = 1; end <= size; end++) {
            if (end == size || !id(end).photo().equals(id(first).photo())) {
                for (int face = first; face < end; face++) {
                    int self = face;
                    others[face] = end - first == 1
                            ? NO_FACES
                            : IntStream.range(first, end)
                                    .filter(other -> other != self)
                                    .toArray();
                }
                first = end;
            }
        }
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

    /// A face, which may be read from an index.
    Face face(int face) {
        return faces.face(order[face]);
    }

    FaceId id(int face) {
        return faces.id(order[face]);
    }

    /// Indices of a face's neighbours; callers must not modify the array.
    int[] neighbours(int face) {
        return neighbours[face];
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

    /// Whether users confirmed the person of this very face.
    boolean isConfirmed(int face) {
        return confirmed[face];
    }

    /// Whether it is clear who the face is, from the face itself or by users: only such faces say something
    /// of others.
    boolean isKnown(int face) {
        return isCore(face) || isAsserted(face);
    }

    /// The first face of a face's photo, which stands for the photo.
    int photo(int face) {
        int[] others = samePhotoFaces[face];
        return others.length == 0 ? face : Math.min(face, others[0]);
    }

    /// When the face's photo was taken; null if that is not known.
    @Nullable
    LocalDateTime captureTime(int face) {
        return faces.captureTime(order[face]);
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
