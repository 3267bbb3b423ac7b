package dev.likeness.calibration;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;
import org.jspecify.annotations.Nullable;

/// The space in which the clusterer compares faces: a linear transform of the model's raw output that
/// suppresses the directions in which pictures of one person differ (within-class covariance normalisation;
/// Hatch, Kajarekar, Stolcke, Interspeech 2006).
///
/// Blur, coarse pixels and compression move all faces in the same few directions, so that low-quality
/// pictures of different people resemble each other. These directions are learned from pictures and their
/// degraded versions. The magnitude is computed after the transform, so that a face whose output is mostly
/// blur gets a small magnitude.
///
/// A class rather than a record, because its matrix is an array.
public final class FaceSpace {
    /// The multiple of the mean variance that is added to every direction, so that directions with little
    /// data are not amplified.
    private static final double REGULARISATION = 1;

    /// A face whose nearest other face of the same person has a smaller cosine counts as mislabelled.
    private static final double MIN_NEIGHBOUR_COSINE = 0.35;

    private static final int IMPOSTOR_PAIRS = 200_000;
    private static final long SEED = 1;

    /// Pairs beyond this many standard deviations count as mated.
    private static final double OUTLIER = 4;

    /// A clean picture and its degraded versions.
    ///
    /// @param person a number that the pictures of one person share
    /// @param degraded the face in degraded versions of the picture; may be empty
    public record Sample(int person, Embedding clean, List<Embedding> degraded) {
        public Sample {
            degraded = List.copyOf(degraded);
        }
    }

    private final float @Nullable [][] rows;

    /// The matrix by columns, each starting at the diagonal. Adding columns computes a product for many rows
    /// at a time.
    private final float @Nullable [][] columns;

    private final double medianMagnitude;
    private final double magnitudeRange;
    private final double dimension;

    private FaceSpace(float @Nullable [][] rows, double medianMagnitude, double magnitudeRange, double dimension) {
        this.rows = rows;
        this.columns = rows == null ? null : columns(rows);
        this.medianMagnitude = medianMagnitude;
        this.magnitudeRange = magnitudeRange;
        this.dimension = dimension;
    }

    /// Creates a space from stored values.
    ///
    /// @param matrix lower triangle by rows, where row i has i + 1 values; null for the identity
    /// @param medianMagnitude median magnitude of ordinary faces in this space
    /// @param magnitudeRange twice the distance from the median to the upper quartile of their magnitudes
    /// @param dimension see [#dimension()]
    /// @throws LikenessException `INVALID_ARGUMENT` if the length of the matrix is not that of a triangle, or
    ///     a number is not positive and finite
    public static FaceSpace of(
            float @Nullable [] matrix, double medianMagnitude, double magnitudeRange, double dimension) {
        if (!(medianMagnitude > 0 && magnitudeRange > 0 && dimension > 0)
                || !Double.isFinite(medianMagnitude + magnitudeRange + dimension)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "median and range of the magnitudes and the dimension must be positive, got: %s, %s and %s"
                            .formatted(medianMagnitude, magnitudeRange, dimension));
        }
        return new FaceSpace(matrix == null ? null : lowerTriangle(matrix), medianMagnitude, magnitudeRange, dimension);
    }

    private static float[][] lowerTriangle(float[] matrix) {
        int d = (int) Math.round((Math.sqrt(8.0 * matrix.length + 1) - 1) / 2);
        if (d < 1 || d * (d + 1) / 2 != matrix.length) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a triangular matrix must have d(d + 1)/2 values, got: " + matrix.length);
        }
        for (float value : matrix) {
            if (!Float.isFinite(value)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a matrix must hold finite values, got: " + value);
            }
        }
        return IntStream.range(0, d)
                .mapToObj(i -> Arrays.copyOfRange(matrix, i * (i + 1) / 2, (i + 1) * (i + 2) / 2))
                .toArray(float[][]::new);
    }

    private static float[][] columns(float[][] rows) {
        float[][] columns = new float[rows.length][];
        for (int j = 0; j < rows.length; j++) {
            columns[j] = new float[rows.length - j];
            for (int i = j; i < rows.length; i++) {
                columns[j][i - j] = rows[i][j];
            }
        }
        return columns;
    }

    /// The matrix in the form of [#of]; empty for the identity.
    public Optional<float[]> matrix() {
        if (rows == null) {
            return Optional.empty();
        }
        float[] matrix = new float[rows.length * (rows.length + 1) / 2];
        for (float[] row : rows) {
            System.arraycopy(row, 0, matrix, row.length * (row.length - 1) / 2, row.length);
        }
        return Optional.of(matrix);
    }

    /// The median magnitude of ordinary faces in this space.
    public double medianMagnitude() {
        return medianMagnitude;
    }

    /// Twice the distance from the median to the upper quartile of the magnitudes of ordinary faces in this
    /// space.
    public double magnitudeRange() {
        return magnitudeRange;
    }

    /// The effective dimension: 1 / variance of impostor cosines. Random directions in a space of this
    /// dimension vary as much as the faces of different people in this space.
    public double dimension() {
        return dimension;
    }

    /// The model's own space, for a model without a fitted space. Its statistics are measured on these faces.
    ///
    /// @param faces at least one
    public static FaceSpace untransformed(List<Embedding> faces) {
        return withStatistics(null, faces);
    }

    /// Fits a space to labelled pictures and their degraded versions.
    ///
    /// @param samples pictures with embeddings of one dimension, at least as many as the dimension
    /// @throws LikenessException `INVALID_ARGUMENT` if there are too few samples, or no degraded version
    ///     differs from its picture
    public static FaceSpace fit(List<Sample> samples) {
        int d = samples.isEmpty() ? 1 : samples.getFirst().clean().direction().dimension();
        long degraded =
                samples.stream().mapToLong(sample -> sample.degraded().size()).sum();
        if (samples.size() < d || degraded < d) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a space of dimension %d is learned from at least as many pictures and degraded versions, got: %d and %d"
                            .formatted(d, samples.size(), degraded));
        }
        double[][] scatter = new double[d][d];
        addDegradations(samples, scatter, degraded);
        addPeople(samples, scatter);
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += scatter[i][i];
        }
        for (int i = 0; i < d; i++) {
            scatter[i][i] += REGULARISATION * trace / d;
        }
        float[][] rows = inverseCholesky(scatter);
        List<Embedding> faces = samples.stream().map(Sample::clean).toList();
        FaceSpace unscaled = withStatistics(rows, faces);
        // Keeps the magnitudes near their values in the model's own space.
        float scale = (float) (withStatistics(null, faces).medianMagnitude / unscaled.medianMagnitude);
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= scale;
            }
        }
        return new FaceSpace(
                rows, unscaled.medianMagnitude * scale, unscaled.magnitudeRange * scale, unscaled.dimension);
    }

    /// Transforms an embedding into this space.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if its dimension differs from that of the matrix
    public Embedding transform(Embedding face) {
        if (columns == null) {
            return face;
        }
        float[] raw = face.raw();
        if (raw.length != columns.length) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a face must have the dimension of the space, %d, got: %d".formatted(columns.length, raw.length));
        }
        float[] placed = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
            add(placed, j, columns[j], raw[j]);
        }
        return Embedding.ofRaw(placed);
    }

    /// Whether this is the model's own space.
    public boolean isUntransformed() {
        return rows == null;
    }

    /// The vector outside this space whose dot product with a face's direction is that of `placed` with the
    /// transformed direction: Wᵀp of the matrix W, because ⟨p, Wy⟩ = ⟨Wᵀp, y⟩. An index of untransformed faces
    /// that is searched with it ranks them as this space does, up to their lengths in it.
    ///
    /// @param placed a direction in this space
    public float[] adjoint(UnitVector placed) {
        float[] direction = placed.toArray();
        if (rows == null) {
            return direction;
        }
        float[] product = new float[direction.length];
        for (int i = 0; i < rows.length; i++) {
            add(product, 0, rows[i], direction[i]);
        }
        return product;
    }

    /// Adds a multiple of a column, in a loop that the compiler can vectorise.
    private static void add(float[] sums, int from, float[] column, float factor) {
        for (int i = 0; i < column.length; i++) {
            sums[from + i] = Math.fma(column[i], factor, sums[from + i]);
        }
    }

    /// Adds the residual of each degraded face after subtracting its clean face, scaled by the average
    /// shrinkage.
    private static void addDegradations(List<Sample> samples, double[][] scatter, long count) {
        double kept = samples.stream()
                        .mapToDouble(sample -> sample.degraded().stream()
                                .mapToDouble(poor ->
                                        poor.direction().cosine(sample.clean().direction()))
                                .sum())
                        .sum()
                / count;
        for (Sample sample : samples) {
            float[] clean = sample.clean().direction().toArray();
            for (Embedding poor : sample.degraded()) {
                float[] residual = poor.direction().toArray();
                for (int i = 0; i < residual.length; i++) {
                    residual[i] -= (float) (kept * clean[i]);
                }
                add(scatter, residual, 1.0 / count);
            }
        }
    }

    /// Adds the differences between clean pictures of one person.
    private static void addPeople(List<Sample> samples, double[][] scatter) {
        List<List<float[]>> people = samples.stream()
                .collect(Collectors.groupingBy(Sample::person, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(FaceSpace::consistentSamples)
                .filter(faces -> faces.size() > 1)
                .toList();
        long freedom = people.stream().mapToLong(faces -> faces.size() - 1).sum();
        for (List<float[]> faces : people) {
            float[] mean = new float[faces.getFirst().length];
            for (float[] face : faces) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += face[i] / faces.size();
                }
            }
            for (float[] face : faces) {
                float[] residual = face.clone();
                for (int i = 0; i < mean.length; i++) {
                    residual[i] -= mean[i];
                }
                add(scatter, residual, 1.0 / freedom);
            }
        }
    }

    /// The faces of a person that are near another face of the person.
    private static List<float[]> consistentSamples(List<Sample> person) {
        return IntStream.range(0, person.size())
                .filter(i -> IntStream.range(0, person.size())
                        .anyMatch(j -> i != j && cosine(person.get(i), person.get(j)) > MIN_NEIGHBOUR_COSINE))
                .mapToObj(i -> person.get(i).clean().direction().toArray())
                .toList();
    }

    private static float cosine(Sample one, Sample other) {
        return one.clean().direction().cosine(other.clean().direction());
    }

    private static void add(double[][] scatter, float[] residual, double weight) {
        for (int i = 0; i < residual.length; i++) {
            double factor = weight * residual[i];
            for (int j = 0; j <= i; j++) {
                scatter[i][j] += factor * residual[j];
            }
        }
    }

    /// L⁻¹ of M = LLᵀ, both lower triangular. L⁻¹ gives the same cosines as M^(−1/2), because the two differ
    /// by a rotation.
    ///
    /// @param scatter M; only its lower triangle is read
    private static float[][] inverseCholesky(double[][] scatter) {
        int d = scatter.length;
        DMatrixRMaj matrix = new DMatrixRMaj(scatter);
        CommonOps_DDRM.symmLowerToFull(matrix);
        if (!new CholeskyDecompositionInner_DDRM(true).decompose(matrix)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "degraded versions of pictures must differ from the pictures, got the same ones");
        }
        TriangularSolver_DDRM.invertLower(matrix.getData(), d);
        return IntStream.range(0, d)
                .mapToObj(i -> {
                    float[] row = new float[i + 1];
                    for (int j = 0; j <= i; j++) {
                        row[j] = (float) matrix.get(i, j);
                    }
                    return row;
                })
                .toArray(float[][]::new);
    }

    private static FaceSpace withStatistics(float @Nullable [][] rows, List<Embedding> faces) {
        FaceSpace space = new FaceSpace(rows, 1, 1, 1);
        List<Embedding> placed = faces.stream().map(space::transform).toList();
        double[] magnitudes =
                placed.stream().mapToDouble(Embedding::magnitude).sorted().toArray();
        double median = magnitudes[magnitudes.length / 2];
        // The lower half contains faces of passers-by, whose share differs between collections.
        double range = 2 * (magnitudes[magnitudes.length * 3 / 4] - median);
        // If all magnitudes are equal, any positive range will do.
        return new FaceSpace(rows, median, range > 0 ? range : median / 4, impostorDimension(placed));
    }

    /// Nearly all random pairs of a collection are impostors. Mated pairs are outliers and are excluded.
    private static double impostorDimension(List<Embedding> faces) {
        int d = faces.getFirst().direction().dimension();
        if (faces.size() < 2) {
            return d;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] cosines = IntStream.range(0, IMPOSTOR_PAIRS)
                .mapToDouble(_ -> {
                    int one = random.nextInt(faces.size());
                    int other = random.nextInt(faces.size());
                    return one == other
                            ? Double.NaN
                            : faces.get(one).direction().cosine(faces.get(other).direction());
                })
                .filter(Double::isFinite)
                .toArray();
        double deviation = 1;
        for (int round = 0; round < 5; round++) {
            double max = OUTLIER * deviation;
            double[] strangers = Arrays.stream(cosines)
                    .filter(cosine -> Math.abs(cosine) <= max)
                    .toArray();
            double mean = Arrays.stream(strangers).average().orElse(0);
            deviation = Math.sqrt(Arrays.stream(strangers)
                    .map(cosine -> (cosine - mean) * (cosine - mean))
                    .average()
                    .orElse(1.0 / d));
        }
        return deviation > 0 ? 1 / (deviation * deviation) : d;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FaceSpace space
                && Arrays.deepEquals(rows, space.rows)
                && medianMagnitude == space.medianMagnitude
                && magnitudeRange == space.magnitudeRange
                && dimension == space.dimension;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.deepHashCode(rows), medianMagnitude, magnitudeRange, dimension);
    }

    @Override
    public String toString() {
        return "FaceSpace[%s, median magnitude %s, range %s, dimension %s]"
                .formatted(
                        rows == null ? "as the model has it" : rows.length, medianMagnitude, magnitudeRange, dimension);
    }
}
