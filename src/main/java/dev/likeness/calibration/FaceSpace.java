package dev.likeness.calibration;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Where faces are compared when they are grouped: the model's raw output, with the directions that tell
/// pictures of one person apart made small (within-class covariance normalisation; Hatch, Kajarekar,
/// Stolcke, Interspeech 2006).
///
/// Blur, coarse pixels and compression move every face the same few ways, so that poor pictures of
/// strangers resemble each other; those ways are learned from pictures and degradations of them. The
/// magnitude is that of what remains, and so a face whose output is mostly blur becomes small.
///
/// A class and not a record, for its matrix is an array.
public final class FaceSpace {
    /// How much of the mean variance is added to every direction, so that none is blown up that was
    /// hardly seen.
    private static final double REGULARISATION = 1;

    /// Faces of one person whose nearest other face is further than this are taken for wrong labels.
    private static final double MIN_NEIGHBOUR_COSINE = 0.35;

    private static final int IMPOSTOR_PAIRS = 200_000;
    private static final long SEED = 1;

    /// Strangers' cosines beyond this many standard deviations are one person's.
    private static final double OUTLIER = 4;

    /// One picture and what became of it.
    ///
    /// @param person the pictures of one person bear one number
    /// @param degraded the same face in poor versions of the picture; may be none
    public record Sample(int person, Embedding clean, List<Embedding> degraded) {
        public Sample {
            degraded = List.copyOf(degraded);
        }
    }

    private final float @Nullable [][] rows;

    /// The same by columns, each from the diagonal down: added column by column, a product is computed for
    /// many rows at a time.
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

    /// A space that was learned before.
    ///
    /// @param matrix lower triangular, row by row, row i of i + 1 values; null leaves outputs as they are
    /// @param medianMagnitude of ordinary faces in this space
    /// @param magnitudeRange twice what the upper quartile of their magnitudes is above the median
    /// @param dimension see [#dimension()]
    /// @throws LikenessException `INVALID_ARGUMENT` if the matrix is not triangular, or a number not
    ///     positive and finite
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

    /// The matrix as [#of] takes it; empty if outputs stay as they are.
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

    /// Twice what the upper quartile of ordinary faces' magnitudes is above the median, in this space.
    public double magnitudeRange() {
        return magnitudeRange;
    }

    /// How many dimensions a space has in which random directions vary as much as strangers' faces do
    /// here: 1 / variance of strangers' cosines.
    public double dimension() {
        return dimension;
    }

    /// The model's own space, measured on the faces at hand: for a model of which nothing was learned.
    ///
    /// @param faces at least one
    public static FaceSpace untransformed(List<Embedding> faces) {
        return withStatistics(null, faces);
    }

    /// Learns from pictures whose people are known, and from degradations of them.
    ///
    /// @param samples of one dimension, at least as many as the dimension, with degraded versions
    /// @throws LikenessException `INVALID_ARGUMENT` if there are too few
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
        float[][] rows = inverse(cholesky(scatter));
        List<Embedding> faces = samples.stream().map(Sample::clean).toList();
        FaceSpace unscaled = withStatistics(rows, faces);
        // So that magnitudes keep about the values they have in the model's own space.
        float scale = (float) (withStatistics(null, faces).medianMagnitude / unscaled.medianMagnitude);
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= scale;
            }
        }
        return new FaceSpace(
                rows, unscaled.medianMagnitude * scale, unscaled.magnitudeRange * scale, unscaled.dimension);
    }

    /// Where a face lies in this space.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if its dimension is not the matrix's
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

    /// Adds a multiple of a column, in a loop that the processor takes many steps of at a time.
    private static void add(float[] sums, int from, float[] column, float factor) {
        for (int i = 0; i < column.length; i++) {
            sums[from + i] = Math.fma(column[i], factor, sums[from + i]);
        }
    }

    /// What a degraded face has that its clean one, shortened as far as degrading does on average, has
    /// not.
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

    /// How clean pictures of one person differ.
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

    /// The faces of a person that have another one near them.
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

    /// The lower triangular L of M = LLᵀ, in place.
    private static double[][] cholesky(double[][] m) {
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = m[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= m[i][k] * m[j][k];
                }
                m[i][j] = i == j ? Math.sqrt(sum) : sum / m[j][j];
            }
        }
        return m;
    }

    /// The inverse of a lower triangular matrix: the cosines that L⁻¹ gives are those of M^(−1/2), which
    /// is L⁻¹ turned.
    private static float[][] inverse(double[][] lower) {
        int d = lower.length;
        double[][] inverse = new double[d][d];
        for (int column = 0; column < d; column++) {
            inverse[column][column] = 1 / lower[column][column];
            for (int i = column + 1; i < d; i++) {
                double sum = 0;
                for (int k = column; k < i; k++) {
                    sum -= lower[i][k] * inverse[k][column];
                }
                inverse[i][column] = sum / lower[i][i];
            }
        }
        return IntStream.range(0, d)
                .mapToObj(i -> {
                    float[] row = new float[i + 1];
                    for (int j = 0; j <= i; j++) {
                        row[j] = (float) inverse[i][j];
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
        // The lower half also holds faces of passers-by, more in one collection than in another.
        double range = 2 * (magnitudes[magnitudes.length * 3 / 4] - median);
        // Faces of one magnitude tell nothing of quality; any range does, it only must not be zero.
        return new FaceSpace(rows, median, range > 0 ? range : median / 4, impostorDimension(placed));
    }

    /// Nearly all pairs of a collection are strangers; those that are not stand out, and are left out.
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
