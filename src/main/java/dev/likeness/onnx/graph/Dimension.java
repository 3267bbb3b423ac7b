package dev.likeness.onnx.graph;

/// One side of a tensor in a graph's interface.
public sealed interface Dimension {
    /// A side known when the graph was written, 0 or more.
    record Fixed(long size) implements Dimension {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /// A side known only when the graph runs; the same name means the same size. The name is empty where a file
    /// gives neither size nor name.
    record Symbolic(String name) implements Dimension {
        @Override
        public String toString() {
            return name.isEmpty() ? "?" : name;
        }
    }

    static Dimension of(long size) {
        return new Fixed(size);
    }

    static Dimension of(String name) {
        return new Symbolic(name);
    }
}
