package dev.likeness.onnx.graph;

/// One dimension of a tensor in a graph's interface.
public sealed interface Dimension {
    /// A fixed size, 0 or more.
    record Fixed(long size) implements Dimension {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /// A size that is known only when the graph runs. The same name means the same size. The name is empty if
    /// a file has neither size nor name.
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
