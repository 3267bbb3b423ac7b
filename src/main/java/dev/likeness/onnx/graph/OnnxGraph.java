package dev.likeness.onnx.graph;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An ONNX graph: nodes in execution order, the constants they use, and the inputs and outputs. Immutable. It
/// is written as a `ModelProto` of operator set [#OPERATOR_SET], which ONNX Runtime supports since 1.12.
///
/// ```java
/// OnnxGraph.Builder graph = OnnxGraph.builder("double");
/// String x = graph.input("x", Dimension.of("batch"), Dimension.of(3));
/// String two = graph.floats("two", new float[] {2}, 1);
/// graph.output(graph.node("y", "Mul", List.of(x, two)), Dimension.of("batch"), Dimension.of(3));
/// byte[] file = graph.build().toBytes();
/// ```
public final class OnnxGraph {
    /// The version of the ONNX operators that nodes use.
    public static final int OPERATOR_SET = 17;

    private final String name;
    private final List<ValueInfo> inputs;
    private final List<ValueInfo> outputs;
    private final List<Node> nodes;
    private final List<Initializer> initializers;
    private final Map<String, String> metadata;

    OnnxGraph(
            String name,
            List<ValueInfo> inputs,
            List<ValueInfo> outputs,
            List<Node> nodes,
            List<Initializer> initializers,
            Map<String, String> metadata) {
        this.name = name;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.nodes = List.copyOf(nodes);
        this.initializers = List.copyOf(initializers);
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    public List<ValueInfo> inputs() {
        return inputs;
    }

    public List<ValueInfo> outputs() {
        return outputs;
    }

    public List<Node> nodes() {
        return nodes;
    }

    List<Initializer> initializers() {
        return initializers;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /// This graph with the weights of its convolutions and matrix products stored in another precision. Nodes
    /// at the start of the graph convert them back to float32. The file shrinks to a half or a quarter, and
    /// every ONNX Runtime runs it. Biases, slopes and BatchNorms stay float32.
    public OnnxGraph withWeights(WeightPrecision precision) {
        return WeightCompression.compress(this, precision);
    }

    /// Writes the model file. The stream is flushed and left open.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the file would exceed 2 GiB, protobuf's limit;
    ///     `IO_FAILED` if the stream fails
    public void writeTo(OutputStream stream) {
        try {
            ModelEncoder.write(this, stream);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "model %s cannot be written: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// The model file as bytes.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the file would exceed 2 GiB, protobuf's limit
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ModelEncoder.write(this, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a memory stream cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /// Builds a graph from its inputs to its outputs. Every method that defines a value returns its name,
    /// which is passed to the nodes that use it. An undefined name is rejected, so the nodes of the graph are
    /// in the topological order that ONNX requires. Arrays are not copied; callers must not change them
    /// afterwards.
    public static final class Builder {
        private final String name;
        private final List<ValueInfo> inputs = new ArrayList<>();
        private final List<ValueInfo> outputs = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private final List<Initializer> initializers = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Set<String> values = new LinkedHashSet<>();

        private Builder(String name) {
            this.name = name;
        }

        /// Declares a float32 input.
        ///
        /// @return `input`
        public String input(String input, Dimension... shape) {
            define(input);
            inputs.add(new ValueInfo(input, ElementType.FLOAT, List.of(shape)));
            return input;
        }

        /// Adds a float32 constant.
        ///
        /// @param values row-major, as many as the product of `shape`
        /// @return `constant`
        public String floats(String constant, float[] values, int... shape) {
            return constant(Initializer.floats(constant, sides(shape), values));
        }

        /// Adds a float16 constant of the nearest half-precision numbers.
        ///
        /// @param values row-major, as many as the product of `shape`
        /// @return `constant`
        public String halves(String constant, float[] values, int... shape) {
            return constant(Initializer.halves(constant, sides(shape), values));
        }

        /// Adds an int8 constant.
        ///
        /// @param values row-major, as many as the product of `shape`
        /// @return `constant`
        public String bytes(String constant, byte[] values, int... shape) {
            return constant(Initializer.bytes(constant, sides(shape), values));
        }

        /// Adds an int64 constant.
        ///
        /// @param values row-major, as many as the product of `shape`
        /// @return `constant`
        public String longs(String constant, long[] values, int... shape) {
            return constant(Initializer.longs(constant, sides(shape), values));
        }

        /// Adds an operation with one result.
        ///
        /// @param result name of the node and of its result
        /// @param operator name of the ONNX operator, such as `Conv`
        /// @param arguments names of inputs, constants or earlier results; an empty name omits an optional
        ///     argument
        /// @return `result`
        public String node(String result, String operator, List<String> arguments, Attribute... attributes) {
            for (String argument : arguments) {
                if (!argument.isEmpty() && !values.contains(argument)) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "an argument of node %s must be defined before it, got: %s".formatted(result, argument));
                }
            }
            define(result);
            nodes.add(new Node(result, operator, arguments, List.of(attributes)));
            return result;
        }

        /// Declares a defined value as a float32 output of the graph.
        public Builder output(String value, Dimension... shape) {
            if (!values.contains(value)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "an output of graph %s must be a defined value, got: %s".formatted(name, value));
            }
            outputs.add(new ValueInfo(value, ElementType.FLOAT, List.of(shape)));
            return this;
        }

        /// Adds an entry to the file's metadata (`metadata_props`).
        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /// Creates the graph.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if it has no output
        public OnnxGraph build() {
            if (outputs.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "graph %s must have an output, got none".formatted(name));
            }
            return new OnnxGraph(name, inputs, outputs, nodes, initializers, metadata);
        }

        private String constant(Initializer initializer) {
            long expected = 1;
            for (int side : initializer.shape()) {
                expected *= side;
            }
            if (expected != initializer.elements()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "constant %s of shape %s must have %d elements, got: %d"
                                .formatted(initializer.name(), initializer.shape(), expected, initializer.elements()));
            }
            define(initializer.name());
            initializers.add(initializer);
            return initializer.name();
        }

        private void define(String value) {
            if (value.isEmpty() || !values.add(value)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a value's name must be new and not empty in graph %s, got: \"%s\"".formatted(name, value));
            }
        }

        private static List<Integer> sides(int... shape) {
            List<Integer> sides = new ArrayList<>(shape.length);
            for (int side : shape) {
                sides.add(side);
            }
            return sides;
        }
    }
}
