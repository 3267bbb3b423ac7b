package dev.likeness.cluster;

import dev.likeness.face.Face;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The graph of faces and their neighbours above a minimum cosine. Faces are in the order of their ids, so
/// that the graph does not depend on the order of the caller; neighbours are in descending order of cosine.
/// Every edge is stored at both ends.
public final class FaceGraph {
    private static final int[] NO_NEIGHBOURS = {};
    private static final long[] NO_EDGES = {};
    private static final int PROGRESS_INTERVAL = 256;

    private final FacesToCluster faces;

    /// The faces in the order of their ids, as indices in `faces`.
    private final int[] order;

    private final int[][] neighbours;
    private final float[][] cosines;

    private FaceGraph(FacesToCluster faces, int[] order, int[][] neighbours, float[][] cosines) {
        this.faces = faces;
        this.order = order;
        this.neighbours = neighbours;
        this.cosines = cosines;
    }

    /// A face, which may be read from an index.
    public Face face(int face) {
        return faces.face(order[face]);
    }

    public int size() {
        return order.length;
    }

    /// The faces of the graph, as indices in the caller's faces; callers must not modify the array.
    public int[] order() {
        return order;
    }

    /// The indices of a face's neighbours; callers must not modify the array.
    public int[] neighbours(int face) {
        return neighbours[face];
    }

    /// The cosines of [#neighbours]; callers must not modify the array.
    public float[] cosines(int face) {
        return cosines[face];
    }

    /// The faces in the order of their ids, as indices in `faces`.
    public static int[] orderById(FacesToCluster faces) {
        return IntStream.range(0, faces.size())
                .boxed()
                .sorted(Comparator.comparing(faces::id))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// A graph without edges.
    public static FaceGraph withoutEdges(FacesToCluster faces) {
        int[][] neighbours = new int[faces.size()][];
        Arrays.fill(neighbours, NO_NEIGHBOURS);
        return new FaceGraph(faces, orderById(faces), neighbours, new float[faces.size()][0]);
    }

    /// Queries the neighbours of every face, in parallel.
    ///
    /// @param minCosine minimum cosine of two neighbours
    /// @param maxNeighbours maximum number of neighbours that each face selects; an edge needs one of its ends to
    ///     select it
    /// @throws LikenessException `CANCELLED`
    public static FaceGraph of(
            FacesToCluster faces,
            Neighbourhood neighbourhood,
            float minCosine,
            int maxNeighbours,
            ClusterListener listener) {
        int n = faces.size();
        int[] order = orderById(faces);
        int[] place = new int[n];
        for (int i = 0; i < n; i++) {
            place[order[i]] = i;
        }
        long[][] selected = new long[n][];
        AtomicLong done = new AtomicLong();
        NeighbourWalk.overAll(n, i -> {
            listener.throwIfCancelled();
            selected[i] = neighbourhood.nearest(order[i], maxNeighbours, minCosine).stream()
                    .filter(other -> other.face() != order[i])
                    .mapToLong(other -> edge(place[other.face()], other.cosine()))
                    .toArray();
            long queried = done.incrementAndGet();
            if (queried % PROGRESS_INTERVAL == 0 || queried == n) {
                listener.progress(ClusterListener.Stage.NEIGHBOURS, queried, n);
            }
            return Arrays.stream(selected[i]).mapToInt(FaceGraph::faceOf).toArray();
        });
        return symmetric(faces, order, selected);
    }

    /// Stores each edge at both ends, and sorts the edges. Of millions of faces the edges take gigabytes, so each
    /// form of them is dropped while the next is made.
    ///
    /// @param selected the edges that each face selected; emptied
    private static FaceGraph symmetric(FacesToCluster faces, int[] order, long[][] selected) {
        int n = order.length;
        int[] count = new int[n];
        for (int i = 0; i < n; i++) {
            count[i] += selected[i].length;
            for (long edge : selected[i]) {
                count[faceOf(edge)]++;
            }
        }
        long[][] edges = new long[n][];
        for (int i = 0; i < n; i++) {
            edges[i] = new long[count[i]];
        }
        Arrays.fill(count, 0);
        for (int i = 0; i < n; i++) {
            for (long edge : selected[i]) {
                int other = faceOf(edge);
                edges[i][count[i]++] = edge;
                edges[other][count[other]++] = withFace(edge, i);
            }
            selected[i] = NO_EDGES;
        }
        int[][] both = new int[n][];
        float[][] near = new float[n][];
        IntStream.range(0, n).parallel().forEach(i -> {
            long[] own = edges[i];
            edges[i] = NO_EDGES;
            // Sorted by face, so that an edge that both ends selected appears twice in a row.
            Arrays.sort(own);
            int kept = 0;
            int last = -1;
            for (int k = 0; k < own.length; k++) {
                if (faceOf(own[k]) != last) {
                    last = faceOf(own[k]);
                    own[kept++] = Long.rotateLeft(own[k], Integer.SIZE);
                }
            }
            Arrays.sort(own, 0, kept);
            both[i] = new int[kept];
            near[i] = new float[kept];
            for (int k = 0; k < kept; k++) {
                both[i][k] = (int) own[k];
                near[i][k] = 1 - Float.intBitsToFloat((int) (own[k] >>> Integer.SIZE));
            }
        });
        return new FaceGraph(faces, order, both, near);
    }

    /// An edge as a number that sorts by face, then by distance. With its halves exchanged it sorts by
    /// distance, then by face, because the bits of floats that are not negative have the order of the floats.
    private static long edge(int other, float cosine) {
        return ((long) other << Integer.SIZE) | Float.floatToRawIntBits(Math.max(0, 1 - cosine));
    }

    private static int faceOf(long edge) {
        return (int) (edge >>> Integer.SIZE);
    }

    private static long withFace(long edge, int face) {
        return ((long) face << Integer.SIZE) | Integer.toUnsignedLong((int) edge);
    }

    /// The result for these labels. Clusters of at least `minFaces` faces are people; all other faces are
    /// unassigned.
    public ClusteringResult clusters(int[] labels, int minFaces) {
        return ClusteringResultBuilder.ofLabels(this::face, labels, minFaces);
    }
}
