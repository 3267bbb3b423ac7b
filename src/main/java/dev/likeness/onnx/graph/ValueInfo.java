package dev.likeness.onnx.graph;

import java.util.List;

/// An input or output of a graph: its name, what it holds, and its sides from the outermost.
public record ValueInfo(String name, ElementType type, List<Dimension> shape) {
    public ValueInfo {
        shape = List.copyOf(shape);
    }
}
