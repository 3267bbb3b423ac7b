package dev.likeness.face;

import java.util.Arrays;

/// An immutable `float[]` of Euclidean norm 1, at least one component long. The cosine of two unit vectors is
/// their dot product.
///
/// This is a class and not a record because a record would share its array with callers and compare it by
/// reference.
public final class UnitVector {
    private static final float NORM_TOLERANCE = 1e-3f;

    private final float[] components;

    private UnitVector(float[] components) {
        this.components = components;
    }

    /// Wraps a vector that already has norm 1 within 0.001, such as one read from an index.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the norm is anything else
    public static UnitVector of(float... components) {
        double norm = norm(components);
        if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a unit vector of %d components must have norm 1, got: %s".formatted(components.length, norm));
        }
        return new UnitVector(components.clone());
    }

    /// Normalises a vector to norm 1.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the vector is empty, zero, or holds NaN or infinity
    public static UnitVector normalized(float... vector) {
        double norm = norm(vector);
        if (!(norm > 0) || !Double.isFinite(norm)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a direction needs a finite vector that is not zero, got %d components of norm: %s"
                            .formatted(vector.length, norm));
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return new UnitVector(unit);
    }

    /// The Euclidean norm, summed in double precision.
    public static double norm(float[] vector) {
        double sum = 0;
        for (float component : vector) {
            sum += (double) component * component;
        }
        return Math.sqrt(sum);
    }

    public int dimension() {
        return components.length;
    }

    /// The component with index `i`, counted from 0.
    public float component(int i) {
        return components[i];
    }

    /// A copy of the components.
    public float[] toArray() {
        return components.clone();
    }

    /// The cosine similarity with another vector, −1 to 1.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the dimensions differ
    public float cosine(UnitVector other) {
        if (components.length != other.components.length) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "vectors must have the same dimension, got: %d and %d"
                            .formatted(components.length, other.components.length));
        }
        return Math.clamp(dot(components, other.components), -1f, 1f);
    }

    /// The dot product of two arrays of the same length. It uses four partial sums, which the processor can
    /// add in parallel.
    public static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < one.length; i += 4) {
            a = Math.fma(one[i], other[i], a);
            b = Math.fma(one[i + 1], other[i + 1], b);
            c = Math.fma(one[i + 2], other[i + 2], c);
            d = Math.fma(one[i + 3], other[i + 3], d);
        }
        for (; i < one.length; i++) {
            a = Math.fma(one[i], other[i], a);
        }
        return (a + b) + (c + d);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitVector that && Arrays.equals(components, that.components);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(components);
    }

    @Override
    public String toString() {
        return "UnitVector" + Arrays.toString(components);
    }
}
