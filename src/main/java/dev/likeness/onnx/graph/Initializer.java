package dev.likeness.onnx.graph;

import java.nio.ByteBuffer;
import java.util.List;

/// A constant tensor of a graph, in row-major order. Its arrays are not copied but read when the graph is
/// written, so that hundreds of megabytes of weights are in memory only once. Callers must not change them.
final class Initializer {
    /// Writes element `index` to `target`. The target has the byte order of the file.
    private interface ElementWriter {
        void put(ByteBuffer target, int index);
    }

    private static final float[] NOT_FLOAT = {};

    private final String name;
    private final ElementType type;
    private final List<Integer> shape;
    private final float[] floats;
    private final int elements;
    private final ElementWriter writer;

    private Initializer(
            String name, ElementType type, List<Integer> shape, float[] floats, int elements, ElementWriter writer) {
        this.name = name;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.floats = floats;
        this.elements = elements;
        this.writer = writer;
    }

    static Initializer floats(String name, List<Integer> shape, float[] values) {
        ElementWriter writer = (target, i) -> target.putFloat(values[i]);
        return new Initializer(name, ElementType.FLOAT, shape, values, values.length, writer);
    }

    /// A float16 tensor of the nearest half-precision numbers.
    static Initializer halves(String name, List<Integer> shape, float[] values) {
        ElementWriter writer = (target, i) -> target.putShort(Float.floatToFloat16(values[i]));
        return new Initializer(name, ElementType.FLOAT16, shape, NOT_FLOAT, values.length, writer);
    }

    static Initializer bytes(String name, List<Integer> shape, byte[] values) {
        ElementWriter writer = (target, i) -> target.put(values[i]);
        return new Initializer(name, ElementType.INT8, shape, NOT_FLOAT, values.length, writer);
    }

    static Initializer longs(String name, List<Integer> shape, long[] values) {
        ElementWriter writer = (target, i) -> target.putLong(values[i]);
        return new Initializer(name, ElementType.INT64, shape, NOT_FLOAT, values.length, writer);
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

    long byteCount() {
        return (long) elements * type.bytes();
    }

    /// The elements of a `FLOAT` initializer; empty for any other type.
    float[] floats() {
        return floats;
    }

    /// Writes the elements `from` to `to − 1` to `target`.
    void copyTo(ByteBuffer target, int from, int to) {
        for (int i = from; i < to; i++) {
            writer.put(target, i);
        }
    }
}
