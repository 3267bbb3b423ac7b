package dev.likeness.onnx.checkpoint;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Arrays;
import java.util.List;

/// A float32 tensor, row-major, never written after construction. A scalar has no sides and one value.
public final class Tensor {
    private final List<Integer> shape;
    private final float[] values;

    private Tensor(List<Integer> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /// Wraps `values` without copying them; the caller gives the array away.
    ///
    /// @param shape sides from the outermost, none of them negative
    /// @throws LikenessException `INVALID_ARGUMENT` if the shape's product is not the number of values
    public static Tensor of(float[] values, int... shape) {
        long product = 1;
        for (int side : shape) {
            product = side < 0 || product < 0 || product > Integer.MAX_VALUE ? -1 : product * side;
        }
        if (product != values.length) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a tensor's values must be as many as its shape says, got: %d for %s"
                            .formatted(values.length, Arrays.toString(shape)));
        }
        return new Tensor(Arrays.stream(shape).boxed().toList(), values);
    }

    /// Sides from the outermost.
    public List<Integer> shape() {
        return shape;
    }

    /// Side `axis`, from 0.
    public int side(int axis) {
        return shape.get(axis);
    }

    int rank() {
        return shape.size();
    }

    /// The values themselves, not a copy. Not to be written.
    public float[] values() {
        return values;
    }
}
