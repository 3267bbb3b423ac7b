package dev.likeness.face;

import java.util.Collection;

/// Several faces of one person as one: what a person is compared by.
///
/// The direction is that of MagFace+ (Meng et al., CVPR 2021, §4.1), the sum of the raw features aᵢ·ûᵢ,
/// so that a face weighs as much as its magnitude. A template is as good as its best face: its magnitude
/// is the greatest of theirs, on the model's own scale. Of one face it is that face.
///
/// The faces are taken to be of one person and of one photo each: a burst of a hundred frames outweighs
/// all else.
///
/// @param magnitude the greatest of the faces' magnitudes, positive
/// @param faces how many faces were pooled, at least 1
public record Template(UnitVector direction, float magnitude, int faces) {

    /// @throws LikenessException `INVALID_ARGUMENT` unless `magnitude` is finite and positive and there
    ///     is a face
    public Template {
        if (!(magnitude > 0) || !Float.isFinite(magnitude)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "magnitude must be positive and finite, got: " + magnitude);
        }
        if (faces < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a template needs at least one face, got: " + faces);
        }
    }

    /// Pools faces; their order does not matter but for rounding.
    ///
    /// @param faces at least one, all of one dimension
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face, dimensions differ, or the
    ///     faces cancel out
    public static Template of(Collection<Embedding> faces) {
        if (faces.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a template needs at least one face, got: 0");
        }
        Embedding first = faces.iterator().next();
        if (faces.size() == 1) {
            return new Template(first.direction(), first.magnitude(), 1);
        }
        int dimension = first.direction().dimension();
        double[] sum = new double[dimension];
        float greatest = 0;
        for (Embedding face : faces) {
            if (face.direction().dimension() != dimension) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "faces of a template must have the same dimension, got: %d and %d"
                                .formatted(dimension, face.direction().dimension()));
            }
            for (int i = 0; i < dimension; i++) {
                sum[i] += (double) face.magnitude() * face.direction().component(i);
            }
            greatest = Math.max(greatest, face.magnitude());
        }
        float[] pooled = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            pooled[i] = (float) sum[i];
        }
        return new Template(UnitVector.normalized(pooled), greatest, faces.size());
    }

    /// The cosine of two templates, −1 to 1.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the dimensions differ
    public float cosine(Template other) {
        return direction.cosine(other.direction);
    }
}
