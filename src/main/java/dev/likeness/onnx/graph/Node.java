package dev.likeness.onnx.graph;

import java.util.List;

/// One operation of a graph. Its result has the name of the node, so a graph reads like a list of
/// assignments.
public record Node(String name, String operator, List<String> inputs, List<Attribute> attributes) {
    public Node {
        inputs = List.copyOf(inputs);
        attributes = List.copyOf(attributes);
    }
}
