package dev.likeness.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/// A constant tensor of a graph, row-major. The arrays given to the factories are given away: they are read
/// when the graph is written, so that hundreds of megabytes of weights are held once.
final class Initializer {
    /// Puts element `index` into `target`, fixed width; the target's byte order is the file's.
    private interface ElementWriter {
        void put(ByteBuffer target, int index);
    }

    private final String name;
    private final ElementType type;
    private final List<Integer> shape;
    private final int elements;
    private final int bytesPerElement;
    private final ElementWriter writer;
    private final float[] floats;

    private Initializer(
            String name,
            ElementType type,
            List<Integer> shape,
            int elements,
            int bytesPerElement,
            float[] floats,
            ElementWriter writer) {
        this.name = name;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.elements = elements;
        this.bytesPerElement = bytesPerElement;
        this.floats = floats;
        this.writer = writer;
    }

    static Initializer floats(String name, List<Integer> shape, float[] values) {
        return new Initializer(
                name,
                ElementType.FLOAT,
                shape,
                values.length,
                Float.BYTES,
                values,
                (target, i) -> target.putFloat(values[i]));
    }

    /// The nearest half-precision numbers.
    static Initializer halves(String name, List<Integer> shape, float[] values) {
        return new Initializer(
                name,
                ElementType.FLOAT16,
                shape,
                values.length,
                Short.BYTES,
                new float[0],
                (target, i) -> target.putShort(Float.floatToFloat16(values[i])));
    }

    static Initializer bytes(String name, List<Integer> shape, byte[] values) {
        return new Initializer(
                name,
                ElementType.INT8,
                shape,
                values.length,
                Byte.BYTES,
                new float[0],
                (target, i) -> target.put(values[i]));
    }

    static Initializer longs(String name, List<Integer> shape, long[] values) {
        return new Initializer(
                name,
                ElementType.INT64,
                shape,
                values.length,
                Long.BYTES,
                new float[0],
                (target, i) -> target.putLong(values[i]));
    }

    String name() {
        return name;
    }

    ElementType type() {
        return type;
    }

    List<Integer> shape() {
        return shape;
    }

    int elements() {
        return elements;
    }

    int bytesPerElement() {
        return bytesPerElement;
    }

    long byteCount() {
        return (long) elements * bytesPerElement;
    }

    /// The elements of a `FLOAT` initializer; empty for any other type.
    float[] floats() {
        return floats;
    }

    /// Puts the elements `from` to `to − 1` into `target`, fixed width.
    void copyTo(ByteBuffer target, int from, int to) {
        for (int i = from; i < to; i++) {
            writer.put(target, i);
        }
    }
}
