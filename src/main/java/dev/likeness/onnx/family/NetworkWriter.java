package dev.likeness.onnx.family;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.checkpoint.Tensor;
import dev.likeness.onnx.graph.Attribute;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes the layers of a network into a graph, with weights from a [StateDict]. In evaluation mode, a
/// BatchNorm is the affine map `y = s·x + t` of each channel, with `s = γ/√(σ² + ε)` and `t = β − μ·s`. If it
/// follows a convolution or a matrix product without padding in between, it is folded into their weights in
/// double precision.
final class NetworkWriter {
    private static final int[] INPUT_SHAPE = {3, 112, 112};

    private final StateDict weights;
    private final double epsilon;
    private final OnnxGraph.Builder graph;

    NetworkWriter(String name, StateDict weights, double epsilon) {
        this.weights = weights;
        this.epsilon = epsilon;
        this.graph =
                OnnxGraph.builder(name).metadata("architecture", name).metadata("epsilon", Double.toString(epsilon));
    }

    OnnxGraph.Builder graph() {
        return graph;
    }

    /// Declares the input of an embedder, an aligned face: `float[batch, 3, 112, 112]`.
    ///
    /// @return the name of the input
    String face() {
        return graph.input(
                "input",
                Dimension.of("batch"),
                Dimension.of(INPUT_SHAPE[0]),
                Dimension.of(INPUT_SHAPE[1]),
                Dimension.of(INPUT_SHAPE[2]));
    }

    /// A BatchNorm as an affine map of each channel.
    static final class Affine {
        private final double[] scale;
        private final double[] shift;

        private Affine(double[] scale, double[] shift) {
            this.scale = scale;
            this.shift = shift;
        }

        /// The map that changes nothing.
        static Affine identity(int channels) {
            double[] ones = new double[channels];
            Arrays.fill(ones, 1);
            return new Affine(ones, new double[channels]);
        }

        int channels() {
            return scale.length;
        }
    }

    /// The affine map of a BatchNorm.
    ///
    /// @param prefix prefix of the names of its tensors
    Affine batchNorm(String prefix, int channels) {
        float[] gamma = weights.tensor(prefix + ".weight", channels).values();
        float[] beta = weights.tensor(prefix + ".bias", channels).values();
        float[] mean = weights.tensor(prefix + ".running_mean", channels).values();
        float[] variance = weights.tensor(prefix + ".running_var", channels).values();
        double[] scale = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            if (variance[c] < 0) {
                throw new LikenessException(
                        ErrorCode.MODEL_INVALID,
                        "%s: %s.running_var must not be negative, got: %s at element %d"
                                .formatted(weights.origin(), prefix, variance[c], c));
            }
            scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
            shift[c] = beta[c] - mean[c] * scale[c];
        }
        return new Affine(scale, shift);
    }

    /// The stride, padding and dilation of a convolution.
    ///
    /// @param padding zeros added at each edge, in pixels
    /// @param dilation distance between the pixels that it reads
    record Window(int stride, int padding, int dilation) {
        static final Window SAME = new Window(1, 1, 1);
        static final Window HALVING = new Window(2, 1, 1);
        static final Window POINT = new Window(1, 0, 1);
        static final Window POINT_HALVING = new Window(2, 0, 1);

        /// A 3×3 window with this dilation that keeps the size of the input.
        static Window dilated(int dilation) {
            return new Window(1, dilation, dilation);
        }
    }

    /// Adds a convolution without bias and the BatchNorm that follows it, as one `Conv`. The number of groups
    /// follows from the input's channels and the weight's shape `[out, in / groups, k, k]`.
    ///
    /// @param kernel required kernel size k
    Value convolution(Value input, String weightName, String normPrefix, int kernel, Window window) {
        return convolution(input, weightName, normPrefix, kernel, kernel, window);
    }

    /// As above, for a kernel that is no square.
    Value convolution(Value input, String weightName, String normPrefix, int height, int width, Window window) {
        Tensor weight = weights.tensorOfRank(weightName, 4);
        int out = weight.side(0);
        int inPerGroup = weight.side(1);
        if (weight.side(2) != height
                || weight.side(3) != width
                || input.channels % inPerGroup != 0
                || out % (input.channels / inPerGroup) != 0) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "%s: %s must be a %d×%d convolution of %d channels, got shape: %s"
                            .formatted(weights.origin(), weightName, height, width, input.channels, weight.shape()));
        }
        Affine norm = batchNorm(normPrefix, out);
        int perChannel = weight.values().length / out;
        float[] folded = new float[weight.values().length];
        float[] bias = new float[out];
        for (int c = 0; c < out; c++) {
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                folded[i] = finite(weight.values()[i] * norm.scale[c], normPrefix);
            }
            bias[c] = finite(norm.shift[c], normPrefix);
        }
        String layer = weightName.substring(0, weightName.length() - ".weight".length());
        List<Attribute> attributes = new ArrayList<>(List.of(
                Attribute.integers("kernel_shape", height, width),
                Attribute.integers("strides", window.stride, window.stride),
                Attribute.integers("pads", window.padding, window.padding, window.padding, window.padding),
                Attribute.integer("group", input.channels / inPerGroup)));
        if (window.dilation > 1) {
            attributes.add(Attribute.integers("dilations", window.dilation, window.dilation));
        }
        String result = graph.node(
                layer,
                "Conv",
                List.of(
                        input.name,
                        graph.floats(weightName, folded, out, inPerGroup, height, width),
                        graph.floats(layer + ".bias", bias, out)),
                attributes.toArray(Attribute[]::new));
        return new Value(result, out);
    }

    /// Adds a 1×1 convolution with a bias and without a BatchNorm.
    ///
    /// @param prefix prefix of the names of its weight and bias
    /// @param out required number of output channels
    Value convolution(Value input, String prefix, int out) {
        String weight = prefix + ".weight";
        String bias = prefix + ".bias";
        float[] factors = weights.tensor(weight, out, input.channels, 1, 1).values();
        String result = graph.node(
                prefix,
                "Conv",
                List.of(
                        input.name,
                        graph.floats(weight, factors, out, input.channels, 1, 1),
                        graph.floats(bias, weights.tensor(bias, out).values(), out)),
                Attribute.integers("kernel_shape", 1, 1));
        return new Value(result, out);
    }

    /// A value of the graph and its number of channels, or of components after flattening.
    record Value(String name, int channels) {}

    /// Adds a BatchNorm in front of a padded convolution. It cannot be folded, because the padding comes
    /// after it.
    Value norm(Value input, String prefix) {
        int channels = input.channels;
        return new Value(
                graph.node(
                        prefix,
                        "BatchNormalization",
                        List.of(
                                input.name,
                                constant(prefix + ".weight", channels),
                                constant(prefix + ".bias", channels),
                                constant(prefix + ".running_mean", channels),
                                constant(prefix + ".running_var", channels)),
                        Attribute.real("epsilon", (float) epsilon)),
                channels);
    }

    private String constant(String name, int channels) {
        return graph.floats(name, weights.tensor(name, channels).values(), channels);
    }

    /// Adds a PReLU with one slope per channel.
    Value prelu(Value input, String prefix) {
        String slopeName = prefix + ".weight";
        float[] slope = weights.tensor(slopeName, input.channels).values();
        return new Value(
                graph.node(prefix, "PRelu", List.of(input.name, graph.floats(slopeName, slope, input.channels, 1, 1))),
                input.channels);
    }

    Value relu(Value input, String name) {
        return new Value(graph.node(name, "Relu", List.of(input.name)), input.channels);
    }

    /// Adds a ReLU6: `x` between 0 and 6.
    Value relu6(Value input, String name) {
        String low = graph.floats(name + ".low", new float[] {0});
        String high = graph.floats(name + ".high", new float[] {6});
        return new Value(graph.node(name, "Clip", List.of(input.name, low, high)), input.channels);
    }

    /// Cuts columns out of an image.
    ///
    /// @param from the first column
    /// @param to the column behind the last one
    String columns(String image, int from, int to) {
        String name = image + ".columns";
        return graph.node(
                name,
                "Slice",
                List.of(
                        image,
                        graph.longs(name + ".from", new long[] {from}, 1),
                        graph.longs(name + ".to", new long[] {to}, 1),
                        graph.longs(name + ".axes", new long[] {3}, 1)));
    }

    /// Doubles both sides of a feature map by nearest-neighbour interpolation.
    Value doubled(Value input, String name) {
        String scales = graph.floats(name + ".scales", new float[] {1, 1, 2, 2}, 4);
        String result = graph.node(
                name,
                "Resize",
                List.of(input.name, "", scales),
                Attribute.text("mode", "nearest"),
                Attribute.text("coordinate_transformation_mode", "asymmetric"),
                Attribute.text("nearest_mode", "floor"));
        return new Value(result, input.channels);
    }

    /// Adds a leaky ReLU: `x` where it is positive, `slope·x` elsewhere.
    Value leaky(Value input, String name, double slope) {
        return new Value(
                graph.node(name, "LeakyRelu", List.of(input.name), Attribute.real("alpha", (float) slope)),
                input.channels);
    }

    Value add(Value left, Value right, String name) {
        return new Value(graph.node(name, "Add", List.of(left.name, right.name)), left.channels);
    }

    /// Adds the end of an embedder as one matrix product: `after(weight · before(flat) + bias)`, where
    /// `before` maps each channel of the feature map and `after` maps each component of the embedding. The
    /// result is named `embedding` and is the graph's only output, not normalised.
    ///
    /// @param input `float[batch, channels, side, side]`
    /// @param positions side², the columns of `weight` that belong to one channel
    /// @param weightName `[dimension, channels · positions]`, or the same as a 1×1 convolution
    /// @param bias `[dimension]`
    OnnxGraph embedding(Value input, int positions, String weightName, Affine before, double[] bias, Affine after) {
        int columns = before.channels() * positions;
        int dimension = after.channels();
        boolean isConvolution = weights.tensor(weightName).shape().size() == 4;
        float[] weight = (isConvolution
                        ? weights.tensor(weightName, dimension, columns, 1, 1)
                        : weights.tensor(weightName, dimension, columns))
                .values();
        float[] folded = new float[weight.length];
        float[] foldedBias = new float[dimension];
        for (int row = 0; row < dimension; row++) {
            double sum = bias[row];
            for (int column = 0; column < columns; column++) {
                int channel = column / positions;
                double w = weight[row * columns + column];
                sum += w * before.shift[channel];
                folded[row * columns + column] = finite(w * before.scale[channel] * after.scale[row], weightName);
            }
            foldedBias[row] = finite(sum * after.scale[row] + after.shift[row], weightName);
        }
        String flat = graph.node("flatten", "Flatten", List.of(input.name), Attribute.integer("axis", 1));
        String layer = weightName.substring(0, weightName.length() - ".weight".length());
        String embedding = graph.node(
                "embedding",
                "Gemm",
                List.of(
                        flat,
                        graph.floats(weightName, folded, dimension, columns),
                        graph.floats(layer + ".bias", foldedBias, dimension)),
                Attribute.integer("transB", 1));
        return graph.output(embedding, Dimension.of("batch"), Dimension.of(dimension))
                .build();
    }

    private float finite(double value, String layer) {
        float narrowed = (float) value;
        if (!Float.isFinite(narrowed)) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "%s: %s must stay within float32 when its BatchNorm is folded in, got: %s"
                            .formatted(weights.origin(), layer, value));
        }
        return narrowed;
    }
}
