package dev.likeness.training.embedder;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.UnitVector;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.training.data.Augmentation;
import dev.likeness.training.data.AugmentedFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.jspecify.annotations.Nullable;

/// One or several embedders as the teacher of a student, whose vectors may have fewer components than theirs.
///
/// The directions of all embedders are written one after the other, so that the cosine of two such vectors is
/// the mean of the embedders' cosines. A linear projection then reduces them to the student's number of
/// components: onto the eigenvectors with the greatest eigenvalues of the second moments of sample faces,
/// which keeps the cosines best (Eckart, Young, *The approximation of one matrix by another of lower rank*,
/// Psychometrika 1936). The result is turned as close as possible to the first embedder's directions
/// (orthogonal Procrustes problem; Schönemann, Psychometrika 1966), so that a student of this embedder alone
/// can go on learning from all. A single embedder with the student's number of components is not projected.
final class Teacher {
    private final List<FaceEmbedder> embedders;
    private final DistillationOptions options;
    private final int dimension;

    /// `[all components, dimension]`; null if nothing is projected.
    private final @Nullable DMatrixRMaj projection;

    private Teacher(
            List<FaceEmbedder> embedders,
            DistillationOptions options,
            int dimension,
            @Nullable DMatrixRMaj projection) {
        this.embedders = embedders;
        this.options = options;
        this.dimension = dimension;
        this.projection = projection;
    }

    /// @param embedders at least one; not closed
    /// @param dimension number of components of the student's vectors
    /// @param samples aligned faces to which a projection is fitted, at least as many as components; not read
    ///     if nothing is projected
    /// @throws LikenessException `INVALID_ARGUMENT` if the embedders have fewer components than the student,
    ///     or if there are too few samples
    static Teacher of(
            List<FaceEmbedder> embedders, DistillationOptions options, int dimension, List<RgbImage> samples) {
        if (!isProjected(embedders, dimension)) {
            return new Teacher(embedders, options, dimension, null);
        }
        int components = components(embedders);
        if (components < dimension) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "backbone.dimension must be at most that of all teachers together (%s: %d), got: %d"
                            .formatted(
                                    embedders.stream()
                                            .map(embedder -> embedder.manifest().id())
                                            .collect(Collectors.joining(", ")),
                                    components,
                                    dimension));
        }
        if (samples.size() < dimension) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a projection to %d components needs as many pictures, got: %d"
                            .formatted(dimension, samples.size()));
        }
        Teacher joined = new Teacher(embedders, options, components, null);
        return new Teacher(embedders, options, dimension, projection(joined, dimension, samples));
    }

    /// Whether the embedders' vectors are not the student's targets as they are.
    static boolean isProjected(List<FaceEmbedder> embedders, int dimension) {
        return embedders.size() > 1 || components(embedders) != dimension;
    }

    private static int components(List<FaceEmbedder> embedders) {
        return embedders.stream()
                .mapToInt(embedder -> embedder.manifest().dimension())
                .sum();
    }

    private static DMatrixRMaj projection(Teacher joined, int dimension, List<RgbImage> samples) {
        int components = joined.dimension;
        DMatrixRMaj directions = joined.answers(samples).directions;
        DMatrixRMaj moments = new DMatrixRMaj(components, components);
        CommonOps_DDRM.multTransA(directions, directions, moments);
        DMatrixRMaj kept = greatestEigenvectors(moments, dimension);
        int first = joined.embedders.getFirst().manifest().dimension();
        if (first != dimension) {
            return kept;
        }
        // The nearest turn is U·Vᵀ of the singular value decomposition of keptᵀ · momentsᵀ of the first
        // embedder's components.
        DMatrixRMaj own = CommonOps_DDRM.extract(moments, 0, components, 0, first);
        DMatrixRMaj both = new DMatrixRMaj(dimension, first);
        CommonOps_DDRM.multTransA(kept, own, both);
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(dimension, first, true, true, false);
        require(decomposition.decompose(both));
        DMatrixRMaj turn = new DMatrixRMaj(dimension, first);
        CommonOps_DDRM.mult(decomposition.getU(null, false), decomposition.getV(null, true), turn);
        DMatrixRMaj turned = new DMatrixRMaj(components, dimension);
        CommonOps_DDRM.mult(kept, turn, turned);
        return turned;
    }

    private static DMatrixRMaj greatestEigenvectors(DMatrixRMaj symmetric, int count) {
        int size = symmetric.getNumRows();
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(size, true, true);
        require(decomposition.decompose(symmetric.copy()));
        List<Integer> greatest = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -decomposition.getEigenvalue(i).getReal()))
                .limit(count)
                .toList();
        DMatrixRMaj kept = new DMatrixRMaj(size, count);
        for (int column = 0; column < count; column++) {
            CommonOps_DDRM.insert(decomposition.getEigenVector(greatest.get(column)), kept, 0, column);
        }
        return kept;
    }

    private static void require(boolean decomposed) {
        if (!decomposed) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "teachers' vectors of the training pictures must have a decomposition, got none");
        }
    }

    /// All that the targets of a picture depend on, apart from the samples.
    String identity() {
        return embedders.stream()
                .map(embedder ->
                        embedder.manifest().sha256().orElse(embedder.manifest().id()))
                .collect(Collectors.joining(
                        "\n", "", "\n%d %s %s".formatted(dimension, options.mirrored(), options.cleanDirections())));
    }

    /// Number of components of the targets.
    int dimension() {
        return dimension;
    }

    /// The targets of augmented pictures, in order.
    List<Embedding> targets(List<AugmentedFace> faces) {
        Answers answers = answers(faces.stream()
                .map(face -> options.cleanDirections() ? face.clean() : face.seen())
                .toList());
        float[] magnitudes = answers.magnitudes;
        List<Integer> regraded = options.cleanDirections()
                ? IntStream.range(0, faces.size())
                        .filter(row -> faces.get(row).seen() != faces.get(row).clean())
                        .boxed()
                        .toList()
                : List.of();
        List<Embedding> degraded = embedders
                .getFirst()
                .embed(regraded.stream().map(row -> faces.get(row).seen()).toList());
        for (int i = 0; i < degraded.size(); i++) {
            magnitudes[regraded.get(i)] = degraded.get(i).magnitude();
        }
        DMatrixRMaj directions = answers.directions;
        if (projection != null) {
            directions = new DMatrixRMaj(faces.size(), dimension);
            CommonOps_DDRM.mult(answers.directions, projection, directions);
        }
        List<Embedding> targets = new ArrayList<>();
        for (int row = 0; row < faces.size(); row++) {
            float[] target = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                target[i] = (float) directions.get(row, i);
            }
            targets.add(new Embedding(UnitVector.normalized(target), magnitudes[row]));
        }
        return targets;
    }

    /// What the embedders say about pictures.
    ///
    /// @param directions the unit directions of all embedders one after the other, `[n, all components]`
    /// @param magnitudes the first embedder's
    @SuppressWarnings("ArrayRecordComponent")
    private // never compared
    record Answers(DMatrixRMaj directions, float[] magnitudes) {}

    private Answers answers(List<RgbImage> faces) {
        DMatrixRMaj directions = new DMatrixRMaj(faces.size(), components(embedders));
        float[] magnitudes = new float[faces.size()];
        List<RgbImage> mirrored =
                options.mirrored() ? faces.stream().map(Augmentation::mirrored).toList() : List.of();
        int column = 0;
        for (FaceEmbedder embedder : embedders) {
            List<Embedding> plain = embedder.embed(faces);
            List<Embedding> ofMirrored = embedder.embed(mirrored);
            for (int row = 0; row < faces.size(); row++) {
                float[] direction = plain.get(row).direction().toArray();
                if (options.mirrored()) {
                    direction = mean(direction, ofMirrored.get(row).direction().toArray());
                }
                for (int i = 0; i < direction.length; i++) {
                    directions.set(row, column + i, direction[i]);
                }
                if (column == 0) {
                    magnitudes[row] = plain.get(row).magnitude();
                }
            }
            column += embedder.manifest().dimension();
        }
        return new Answers(directions, magnitudes);
    }

    private static float[] mean(float[] one, float[] other) {
        float[] sum = new float[one.length];
        for (int i = 0; i < one.length; i++) {
            sum[i] = one[i] + other[i];
        }
        return UnitVector.normalized(sum).toArray();
    }
}
