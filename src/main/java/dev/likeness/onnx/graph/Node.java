package dev.likeness.onnx.graph;

import java.util.List;

/// One operation. The value it makes has the node's own name, so a graph reads like a list of assignments.
public record Node(String name, String operator, List<String> inputs, List<Attribute> attributes) {
    public Node {
        inputs = List.copyOf(inputs);
        attributes = List.copyOf(attributes);
    }
}
