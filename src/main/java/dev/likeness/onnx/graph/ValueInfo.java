package dev.likeness.onnx.graph;

import java.util.List;

/// An input or output of a graph: its name, its element type and its dimensions, outermost first.
public record ValueInfo(String name, ElementType type, List<Dimension> shape) {
    public ValueInfo {
        shape = List.copyOf(shape);
    }
}
