package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.List;

/// An immutable float32 tensor in row-major order. A scalar has rank 0 and one value.
public final class Tensor {
    private final List<Integer> shape;
    private final float[] values;

    private Tensor(List<Integer> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /// Wraps `values` without copying them. The caller must not change the array afterwards.
    ///
    /// @param shape sizes of the dimensions, outermost first, not negative
    /// @throws LikenessException `INVALID_ARGUMENT` if the product of the shape is not the number of values
    public static Tensor of(float[] values, int... shape) {
        long product = 1;
        for (int side : shape) {
            product = side < 0 || product < 0 || product > Integer.MAX_VALUE ? -1 : product * side;
        }
        if (product != values.length) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the number of values must be the product of the shape, got: %d for %s"
                            .formatted(values.length, Arrays.toString(shape)));
        }
        return new Tensor(Arrays.stream(shape).boxed().toList(), values);
    }

    /// The sizes of the dimensions, outermost first.
    public List<Integer> shape() {
        return shape;
    }

    /// The size of dimension `axis`, counted from 0.
    public int side(int axis) {
        return shape.get(axis);
    }

    int rank() {
        return shape.size();
    }

    /// The values themselves, not a copy. Callers must not change them.
    public float[] values() {
        return values;
    }
}
