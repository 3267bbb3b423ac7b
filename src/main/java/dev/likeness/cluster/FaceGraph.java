package dev.likeness.cluster;

import dev.likeness.cluster.Neighbourhood.Neighbour;
import dev.likeness.face.Face;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Faces in the order of their ids, and for each its neighbours above a cosine floor, nearest first:
/// whatever order the caller holds faces in, the graph is the same. An edge stands at both its ends.
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

    /// The places of a face's neighbours; not to be changed.
    public int[] neighbours(int face) {
        return neighbours[face];
    }

    /// Beside [#neighbours]; not to be changed.
    public float[] cosines(int face) {
        return cosines[face];
    }

    /// The order of the ids, as places in `unsorted`.
    public static int[] orderById(List<Face> unsorted) {
        return IntStream.range(0, unsorted.size())
                .boxed()
                .sorted(Comparator.comparing(face -> unsorted.get(face).id()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// Faces without a neighbour.
    public static FaceGraph withoutEdges(List<Face> unsorted) {
        List<Face> faces =
                unsorted.stream().sorted(Comparator.comparing(Face::id)).toList();
        int[][] nobody = new int[faces.size()][];
        Arrays.fill(nobody, NO_NEIGHBOURS);
        return new FaceGraph(faces, nobody, new float[faces.size()][0]);
    }

    /// Asks about every face once, on all processors.
    ///
    /// @param floor the least cosine of two neighbours
    /// @param max neighbours kept for each face, the nearest; an edge that either end keeps is kept
    /// @throws LikenessException `CANCELLED`
    public static FaceGraph of(
            List<Face> unsorted, Neighbourhood neighbourhood, float floor, int max, ClusterListener listener) {
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
            List<Neighbour> answer = neighbourhood.nearest(walk[i], max, floor).stream()
                    .filter(other -> other.face() != walk[i])
                    .toList();
            found[i] = answer.stream().mapToInt(other -> place[other.face()]).toArray();
            near[i] = new float[found[i].length];
            for (int k = 0; k < near[i].length; k++) {
                near[i][k] = answer.get(k).cosine();
            }
            long asked = done.incrementAndGet();
            if (asked % PROGRESS_INTERVAL == 0 || asked == n) {
                listener.progress(ClusterListener.Stage.NEIGHBOURS, asked, n);
            }
        });
        return new FaceGraph(Arrays.stream(walk).mapToObj(unsorted::get).toList(), found, near).symmetric();
    }

    /// Sets each edge at both its ends, and orders them.
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
            // By face first, so that an edge that both ends found shows twice in a row.
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

    /// One number that sorts by face, then by distance; its halves exchanged, by distance, then by face:
    /// the bits of a float that is not negative sort as it does.
    private static long edge(int other, float cosine) {
        return ((long) other << Integer.SIZE) | Float.floatToRawIntBits(Math.max(0, 1 - cosine));
    }

    /// Turns labels into an answer: groups of at least `minFaces` are people, everybody else is unclear.
    public ClusteringResult clusters(int[] labels, int minFaces) {
        return ClusteringResultBuilder.ofLabels(faces, labels, minFaces);
    }
}
