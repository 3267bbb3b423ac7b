package dev.likeness.face;

import java.util.Collection;

/// Several faces of one person pooled into one vector, used to compare people.
///
/// The direction is that of MagFace+ (Meng et al., CVPR 2021, §4.1), the sum of the raw features aᵢ·ûᵢ, so
/// each face is weighted by its magnitude. The magnitude of a template is the greatest magnitude of its
/// faces, on the model's own scale. The template of a single face equals that face.
///
/// The faces are assumed to belong to one person and to come from one photo each: a burst of a hundred frames
/// would outweigh all other faces.
///
/// @param magnitude the greatest of the faces' magnitudes, positive
/// @param faces the number of pooled faces, at least 1
public record Template(UnitVector direction, float magnitude, int faces) {

    /// Checks the magnitude and the number of faces.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `magnitude` is finite and positive and there is a
    ///     face
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

    /// Pools faces into a template. Except for rounding, the order of the faces does not matter.
    ///
    /// @param faces at least one, all of one dimension
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face, dimensions differ, or the faces
    ///     cancel out
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
