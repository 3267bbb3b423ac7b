package dev.likeness.face;

import java.util.Arrays;

/// A direction: an immutable `float[]` of Euclidean norm 1, at least one component long. The cosine of two
/// directions is their dot product.
///
/// A class and not a record, because a record's array would be shared with whoever asks and compared by reference.
public final class UnitVector {
    private static final float NORM_TOLERANCE = 1e-3f;

    private final float[] components;

    private UnitVector(float[] components) {
        this.components = components;
    }

    /// A vector that already has norm 1 within 0.001, as read back from an index.
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

    /// The direction of any vector that has one.
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

    /// Component `i`, from 0.
    public float component(int i) {
        return components[i];
    }

    /// A copy of the components.
    public float[] toArray() {
        return components.clone();
    }

    /// The cosine similarity, −1 to 1.
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

    /// The dot product of two arrays of one length: four sums at a time, which the processor adds side by side.
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
