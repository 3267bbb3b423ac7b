package dev.likeness.cluster;

import dev.likeness.cluster.Neighbourhood.Neighbour;
import dev.likeness.face.Face;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The graph of faces and their neighbours above a minimum cosine. Faces are in the order of their ids, so
/// that the graph does not depend on the order of the caller; neighbours are in descending order of cosine.
/// Every edge is stored at both ends.
public final class FaceGraph {
    private static final int[] NO_NEIGHBOURS = {};
    private static final int PROGRESS_INTERVAL = 256;

    private final List<Face> faces;
    private final int[][] neighbours;
    private final float[][] cosines;

    private FaceGraph(List<Face> faces, int[][] neighbours, float[][] cosines) {
        this.faces = faces;
        this.neighbours = neighbours;
        this.cosines = cosines;
    }

    public List<Face> faces() {
        return faces;
    }

    public int size() {
        return faces.size();
    }

    /// The indices of a face's neighbours; callers must not modify the array.
    public int[] neighbours(int face) {
        return neighbours[face];
    }

    /// The cosines of [#neighbours]; callers must not modify the array.
    public float[] cosines(int face) {
        return cosines[face];
    }

    /// The faces in the order of their ids, as indices in `unsorted`.
    public static int[] orderById(List<Face> unsorted) {
        return IntStream.range(0, unsorted.size())
                .boxed()
                .sorted(Comparator.comparing(face -> unsorted.get(face).id()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// A graph without edges.
    public static FaceGraph withoutEdges(List<Face> unsorted) {
        List<Face> faces =
                unsorted.stream().sorted(Comparator.comparing(Face::id)).toList();
        int[][] neighbours = new int[faces.size()][];
        Arrays.fill(neighbours, NO_NEIGHBOURS);
        return new FaceGraph(faces, neighbours, new float[faces.size()][0]);
    }

    /// Queries the neighbours of every face, in parallel.
    ///
    /// @param minCosine minimum cosine of two neighbours
    /// @param maxNeighbours maximum number of neighbours that each face selects; an edge needs one of its ends to
    ///     select it
    /// @throws LikenessException `CANCELLED`
    public static FaceGraph of(
            List<Face> unsorted,
            Neighbourhood neighbourhood,
            float minCosine,
            int maxNeighbours,
            ClusterListener listener) {
        int n = unsorted.size();
        int[] walk = orderById(unsorted);
        int[] place = new int[n];
        for (int i = 0; i < n; i++) {
            place[walk[i]] = i;
        }
        int[][] found = new int[n][];
        float[][] near = new float[n][];
        AtomicLong done = new AtomicLong();
        IntStream.range(0, n).parallel().forEach(i -> {
            listener.throwIfCancelled();
            List<Neighbour> nearest = neighbourhood.nearest(walk[i], maxNeighbours, minCosine).stream()
                    .filter(other -> other.face() != walk[i])
                    .toList();
            found[i] = nearest.stream().mapToInt(other -> place[other.face()]).toArray();
            near[i] = new float[found[i].length];
            for (int k = 0; k < near[i].length; k++) {
                near[i][k] = nearest.get(k).cosine();
            }
            long queried = done.incrementAndGet();
            if (queried % PROGRESS_INTERVAL == 0 || queried == n) {
                listener.progress(ClusterListener.Stage.NEIGHBOURS, queried, n);
            }
        });
        return new FaceGraph(Arrays.stream(walk).mapToObj(unsorted::get).toList(), found, near).symmetric();
    }

    /// Stores each edge at both ends, and sorts the edges.
    private FaceGraph symmetric() {
        int n = size();
        int[] count = new int[n];
        for (int i = 0; i < n; i++) {
            count[i] += neighbours[i].length;
            for (int other : neighbours[i]) {
                count[other]++;
            }
        }
        long[][] edges = new long[n][];
        for (int i = 0; i < n; i++) {
            edges[i] = new long[count[i]];
        }
        Arrays.fill(count, 0);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < neighbours[i].length; k++) {
                int other = neighbours[i][k];
                edges[i][count[i]++] = edge(other, cosines[i][k]);
                edges[other][count[other]++] = edge(i, cosines[i][k]);
            }
        }
        int[][] both = new int[n][];
        float[][] near = new float[n][];
        IntStream.range(0, n).parallel().forEach(i -> {
            // Sorted by face, so that an edge that both ends selected appears twice in a row.
            Arrays.sort(edges[i]);
            int kept = 0;
            long last = -1;
            for (long edge : edges[i].clone()) {
                if (edge >>> Integer.SIZE != last) {
                    last = edge >>> Integer.SIZE;
                    edges[i][kept++] = Long.rotateLeft(edge, Integer.SIZE);
                }
            }
            Arrays.sort(edges[i], 0, kept);
            both[i] = new int[kept];
            near[i] = new float[kept];
            for (int k = 0; k < kept; k++) {
                both[i][k] = (int) edges[i][k];
                near[i][k] = 1 - Float.intBitsToFloat((int) (edges[i][k] >>> Integer.SIZE));
            }
        });
        return new FaceGraph(faces, both, near);
    }

    /// An edge as a number that sorts by face, then by distance. With its halves exchanged it sorts by
    /// distance, then by face, because the bits of floats that are not negative have the order of the floats.
    private static long edge(int other, float cosine) {
        return ((long) other << Integer.SIZE) | Float.floatToRawIntBits(Math.max(0, 1 - cosine));
    }

    /// The result for these labels. Clusters of at least `minFaces` faces are people; all other faces are
    /// unassigned.
    public ClusteringResult clusters(int[] labels, int minFaces) {
        return ClusteringResultBuilder.ofLabels(faces, labels, minFaces);
    }
}
