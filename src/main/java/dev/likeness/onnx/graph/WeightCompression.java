package dev.likeness.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Stores the weights of a graph in fewer bytes. The node that restores a weight takes over its name, so the
/// nodes that use the weight do not change.
final class WeightCompression {
    /// Largest finite half-precision number. A tensor that exceeds it stays float32.
    private static final float MAX_FLOAT16 = 65504;

    private WeightCompression() {}

    static OnnxGraph compress(OnnxGraph graph, WeightPrecision precision) {
        Set<String> weights = weights(graph);
        List<Initializer> initializers = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        for (Initializer initializer : graph.initializers()) {
            if (!weights.contains(initializer.name())) {
                initializers.add(initializer);
                continue;
            }
            switch (precision) {
                case FLOAT32 -> initializers.add(initializer);
                case FLOAT16 -> halve(initializer, initializers, nodes);
                case INT8 -> quantise(initializer, initializers, nodes);
            }
        }
        nodes.addAll(graph.nodes());
        return new OnnxGraph(graph.name(), graph.inputs(), graph.outputs(), nodes, initializers, graph.metadata());
    }

    /// The float32 constants whose first dimension is the output channel: the weights of `Conv`, and those of
    /// `Gemm` with `transB`.
    private static Set<String> weights(OnnxGraph graph) {
        Set<String> weights = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean multiplies = node.operator().equals("Conv")
                    || (node.operator().equals("Gemm") && node.attributes().contains(Attribute.integer("transB", 1)));
            if (multiplies) {
                weights.add(node.inputs().get(1));
            }
        }
        for (Initializer initializer : graph.initializers()) {
            if (initializer.type() != ElementType.FLOAT) {
                weights.remove(initializer.name());
            }
        }
        return weights;
    }

    private static void halve(Initializer weight, List<Initializer> initializers, List<Node> nodes) {
        for (float value : weight.floats()) {
            if (!(Math.abs(value) <= MAX_FLOAT16)) {
                initializers.add(weight);
                return;
            }
        }
        String stored = weight.name() + ".float16";
        initializers.add(Initializer.halves(stored, weight.shape(), weight.floats()));
        nodes.add(toFloat(weight.name(), stored));
    }

    private static void quantise(Initializer weight, List<Initializer> initializers, List<Node> nodes) {
        float[] values = weight.floats();
        int channels = weight.shape().getFirst();
        int perChannel = values.length / channels;
        byte[] quantised = new byte[values.length];
        float[] scales = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            int begin = channel * perChannel;
            float largest = 0;
            for (int i = begin; i < begin + perChannel; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            float scale = largest < Float.MIN_NORMAL ? 1 : largest / Byte.MAX_VALUE;
            scales[channel] = scale;
            for (int i = begin; i < begin + perChannel; i++) {
                quantised[i] = (byte) Math.round(values[i] / scale);
            }
        }
        List<Integer> scaleShape =
                new ArrayList<>(Collections.nCopies(weight.shape().size(), 1));
        scaleShape.set(0, channels);
        String stored = weight.name() + ".int8";
        String scale = weight.name() + ".scale";
        String widened = weight.name() + ".unscaled";
        initializers.add(Initializer.bytes(stored, weight.shape(), quantised));
        initializers.add(Initializer.floats(scale, scaleShape, scales));
        // Do not use DequantizeLinear: ONNX Runtime computes it in each run, which makes an iResNet-50 on the
        // CPU almost three times slower. It computes Cast and Mul once, when it loads the model.
        nodes.add(toFloat(widened, stored));
        nodes.add(new Node(weight.name(), "Mul", List.of(widened, scale), List.of()));
    }

    private static Node toFloat(String result, String stored) {
        return new Node(result, "Cast", List.of(stored), List.of(Attribute.integer("to", ElementType.FLOAT.code())));
    }
}
