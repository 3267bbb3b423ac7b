package dev.likeness.bench;

import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.VectorUtil;

/// The faces that all peers index, the probes, and the true nearest faces of each probe. Probes are faces of the same
/// people that are not in the index.
final class PeerVectors {
    /// Number of faces that a search asks for.
    static final int K = 10;

    private static final int PROBES = 1_000;

    private final List<Embedding> faces = new ArrayList<>();
    private final List<UnitVector> probes = new ArrayList<>();
    private final int[][] exact = new int[PROBES][];

    PeerVectors(int size) {
        var all = new SyntheticFaces(size + PROBES, size / SyntheticFaces.FACES_PER_PERSON, 1);
        for (int i = 0; i < size; i++) {
            faces.add(all.embedding(i));
        }
        float[][] vectors =
                faces.stream().map(face -> face.direction().toArray()).toArray(float[][]::new);
        for (int i = 0; i < PROBES; i++) {
            probes.add(all.embedding(size + i).direction());
            exact[i] = nearest(probes.get(i).toArray(), vectors);
        }
    }

    /// The numbers of the nearest faces, nearest first.
    private static int[] nearest(float[] probe, float[][] vectors) {
        long[] ranked = new long[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            long distance = Float.floatToIntBits(2 - VectorUtil.dotProduct(probe, vectors[i]));
            ranked[i] = distance << Integer.SIZE | i;
        }
        Arrays.sort(ranked);
        return Arrays.stream(ranked, 0, K).mapToInt(rank -> (int) rank).toArray();
    }

    List<Embedding> faces() {
        return faces;
    }

    List<UnitVector> probes() {
        return probes;
    }

    int[] unordered() {
        return IntStream.range(0, faces.size()).toArray();
    }

    /// The faces in an order in which neighbours stand together: halved again and again by the direction in which the
    /// faces of a half differ most.
    int[] bisected() {
        int[] order = unordered();
        bisect(order, 0, order.length, new SplittableRandom(1));
        return order;
    }

    private void bisect(int[] order, int from, int to, SplittableRandom random) {
        if (to - from <= 16) {
            return;
        }
        float[] one = faces.get(order[random.nextInt(from, to)]).direction().toArray();
        float[] other = faces.get(order[random.nextInt(from, to)]).direction().toArray();
        int middle = (from + to) / 2;
        for (int iteration = 0; iteration < 8; iteration++) {
            long[] ranked = new long[to - from];
            for (int i = from; i < to; i++) {
                float[] vector = faces.get(order[i]).direction().toArray();
                float side = VectorUtil.dotProduct(one, vector) - VectorUtil.dotProduct(other, vector);
                ranked[i - from] = (long) NumericUtils.floatToSortableInt(side) << Integer.SIZE | order[i];
            }
            Arrays.sort(ranked);
            one = new float[one.length];
            other = new float[one.length];
            for (int i = from; i < to; i++) {
                order[i] = (int) ranked[i - from];
                float[] sum = i < middle ? one : other;
                float[] vector = faces.get(order[i]).direction().toArray();
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += vector[j];
                }
            }
        }
        bisect(order, from, middle, random);
        bisect(order, middle, to, random);
    }

    /// The share of the true nearest faces that were found.
    ///
    /// @param found numbers of faces for each probe
    double recall(List<int[]> found) {
        int right = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            Set<Integer> answer = new HashSet<>();
            Arrays.stream(found.get(probe)).forEach(answer::add);
            right += (int) Arrays.stream(exact[probe]).filter(answer::contains).count();
        }
        return right / (double) (K * PROBES);
    }

    /// Writes the files that `peers.cpp` reads.
    void write(Path folder) throws IOException {
        write(
                folder.resolve("faces.fvecs"),
                faces.stream().map(Embedding::direction).toList());
        write(folder.resolve("probes.fvecs"), probes);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("exact.ivecs")))) {
            for (int[] row : exact) {
                ByteBuffer bytes = row(row.length);
                Arrays.stream(row).forEach(bytes::putInt);
                out.write(bytes.array());
            }
        }
    }

    private static void write(Path file, List<UnitVector> vectors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (UnitVector vector : vectors) {
                ByteBuffer bytes = row(vector.dimension());
                for (float component : vector.toArray()) {
                    bytes.putFloat(component);
                }
                out.write(bytes.array());
            }
        }
    }

    /// A row begins with its length.
    private static ByteBuffer row(int length) {
        return ByteBuffer.allocate((1 + length) * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length);
    }
}
