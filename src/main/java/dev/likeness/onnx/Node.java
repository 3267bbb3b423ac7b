package dev.likeness.onnx;

import java.util.List;

/// One operation. The value it makes has the node's own name, so a graph reads like a list of assignments.
record Node(String name, String operator, List<String> inputs, List<Attribute> attributes) {
    Node {
        inputs = List.copyOf(inputs);
        attributes = List.copyOf(attributes);
    }
}
