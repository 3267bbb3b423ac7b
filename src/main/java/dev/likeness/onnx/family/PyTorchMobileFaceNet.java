package dev.likeness.onnx.family;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Affine;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.OnnxGraph;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Builds the graph of MobileFaceNet from weights with the names of PyTorch projects other than InsightFace,
/// which [MobileFaceNet] reads. All have the blocks of the paper (table 1): 5 of stride 2 and 1, 1, 6, 1, 2.
///
/// The input is `float[batch, 3, 112, 112]`. The output is `embedding`: `float[batch, dimension]`, not
/// normalised. Every BatchNorm is folded. Widths are read from the tensors.
public enum PyTorchMobileFaceNet {
    /// Xiaoccer/MobileFaceNet_Pytorch, whose faces are 96 pixels wide, and wujiyang/Face_Pytorch.
    ///
    ///     conv1, dw_conv1      conv, bn, prelu
    ///     blocks.N.conv        0, 1, 2: 1×1 conv, BN, PReLU; 3, 4, 5: 3×3 depthwise; 6, 7: 1×1 conv, BN
    ///     conv2                1×1 conv
    ///     linear7, linear1     7×7 or 7×6 depthwise conv, 1×1 conv
    BLOCKS("Face_Pytorch and MobileFaceNet_Pytorch", "conv1.conv.weight", "linear7.conv.weight"),

    /// TreB1eN/InsightFace_Pytorch.
    ///
    ///     conv1, conv2_dw            conv, bn, prelu
    ///     conv_23, conv_34, conv_45  bottleneck, stride 2: conv, conv_dw, project
    ///     conv_3, conv_4, conv_5     residual bottlenecks: model.N
    ///     conv_6_sep, conv_6_dw      1×1 conv, 7×7 depthwise conv
    ///     linear, bn                 Linear without bias, BN
    STAGES("InsightFace_Pytorch", "conv1.conv.weight", "conv_6_dw.conv.weight"),

    /// foamliu/MobileFaceNet, with ReLU6 in place of PReLU.
    ///
    ///     conv1            0, 1: conv, BN
    ///     dw_conv          depthwise, bn1, pointwise, bn2, with ReLU
    ///     features.N.conv  0.0, 0.1: 1×1 conv, BN; 1.0, 1.1: 3×3 depthwise; 2, 3: 1×1 conv, BN
    ///     conv2            0, 1: 1×1 conv, BN
    ///     gdconv           depthwise 7×7, bn
    ///     conv3, bn        1×1 conv with bias, BN
    RELU6("foamliu/MobileFaceNet", "conv1.0.weight", "gdconv.depthwise.weight");

    private static final int BLOCK_COUNT = 15;
    private static final Set<Integer> HALVING_BLOCKS = Set.of(0, 5, 12);

    /// The side of the feature map in front of the last depthwise convolution.
    private static final int LAST_SIDE = 7;

    /// The columns of an aligned face that a network for faces of 112×96 pixels sees.
    private static final int FIRST_COLUMN = 8;

    private static final int NARROW_WIDTH = 96;

    private final String project;
    private final String first;
    private final String last;

    PyTorchMobileFaceNet(String project, String first, String last) {
        this.project = project;
        this.first = first;
        this.last = last;
    }

    /// The names of these weights; empty if they are not those of such a network.
    public static Optional<PyTorchMobileFaceNet> of(StateDict weights) {
        return Arrays.stream(values())
                .filter(names -> weights.contains(names.first) && weights.contains(names.last))
                .findFirst();
    }

    /// The project that trains networks with these names.
    public String project() {
        return project;
    }

    /// Builds the graph.
    ///
    /// @param epsilon ε of every BatchNorm: 1e-5 in all these projects
    /// @throws LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong shape or is not finite
    public OnnxGraph graph(StateDict weights, double epsilon) {
        NetworkWriter network = new NetworkWriter("mobilefacenet", weights, epsilon);
        return switch (this) {
            case BLOCKS -> blocks(network, weights);
            case STAGES -> stages(network, weights);
            case RELU6 -> relu6(network, weights);
        };
    }

    private static OnnxGraph blocks(NetworkWriter network, StateDict weights) {
        requireBlocks(weights, "blocks.", ".conv.0.weight");
        int width = weights.tensorOfRank("linear7.conv.weight", 4).side(3);
        String face = network.face();
        Value x = width == LAST_SIDE
                ? new Value(face, 3)
                : new Value(network.columns(face, FIRST_COLUMN, FIRST_COLUMN + NARROW_WIDTH), 3);
        x = named(network, x, "conv1", 3, Window.HALVING);
        x = named(network, x, "dw_conv1", 3, Window.SAME);
        for (int i = 0; i < BLOCK_COUNT; i++) {
            String block = "blocks.%d.conv".formatted(i);
            Value y = network.convolution(x, block + ".0.weight", block + ".1", 1, Window.POINT);
            y = network.prelu(y, block + ".2");
            y = network.convolution(y, block + ".3.weight", block + ".4", 3, window(i));
            y = network.prelu(y, block + ".5");
            y = network.convolution(y, block + ".6.weight", block + ".7", 1, Window.POINT);
            x = connected(network, x, y, i, block);
        }
        x = named(network, x, "conv2", 1, Window.POINT);
        x = network.convolution(
                x,
                "linear7.conv.weight",
                "linear7.bn",
                LAST_SIDE,
                width == LAST_SIDE ? LAST_SIDE : LAST_SIDE - 1,
                Window.POINT);
        return end(network, weights, x, "linear1.conv.weight", Optional.empty(), "linear1.bn");
    }

    private static OnnxGraph stages(NetworkWriter network, StateDict weights) {
        Value x = named(network, new Value(network.face(), 3), "conv1", 3, Window.HALVING);
        x = named(network, x, "conv2_dw", 3, Window.SAME);
        for (String stage : new String[] {"conv_23", "conv_3", "conv_34", "conv_4", "conv_45", "conv_5"}) {
            if (weights.contains(stage + ".project.conv.weight")) {
                x = bottleneck(network, x, stage, Window.HALVING);
            } else {
                int count = weights.count(stage + ".model.", ".project.conv.weight");
                for (int i = 0; i < count; i++) {
                    String block = "%s.model.%d".formatted(stage, i);
                    x = network.add(x, bottleneck(network, x, block, Window.SAME), block);
                }
            }
        }
        x = named(network, x, "conv_6_sep", 1, Window.POINT);
        x = network.convolution(x, "conv_6_dw.conv.weight", "conv_6_dw.bn", LAST_SIDE, Window.POINT);
        return end(network, weights, x, "linear.weight", Optional.empty(), "bn");
    }

    private static Value bottleneck(NetworkWriter network, Value input, String prefix, Window window) {
        Value x = named(network, input, prefix + ".conv", 1, Window.POINT);
        x = named(network, x, prefix + ".conv_dw", 3, window);
        return network.convolution(x, prefix + ".project.conv.weight", prefix + ".project.bn", 1, Window.POINT);
    }

    private static OnnxGraph relu6(NetworkWriter network, StateDict weights) {
        requireBlocks(weights, "features.", ".conv.0.0.weight");
        Value x = clipped(network, new Value(network.face(), 3), "conv1", 3, Window.HALVING);
        x = network.convolution(x, "dw_conv.depthwise.weight", "dw_conv.bn1", 3, Window.SAME);
        x = network.relu(x, "dw_conv.relu1");
        x = network.convolution(x, "dw_conv.pointwise.weight", "dw_conv.bn2", 1, Window.POINT);
        x = network.relu(x, "dw_conv.relu2");
        for (int i = 0; i < BLOCK_COUNT; i++) {
            String block = "features.%d.conv".formatted(i);
            Value y = clipped(network, x, block + ".0", 1, Window.POINT);
            y = clipped(network, y, block + ".1", 3, window(i));
            y = network.convolution(y, block + ".2.weight", block + ".3", 1, Window.POINT);
            x = connected(network, x, y, i, block);
        }
        x = clipped(network, x, "conv2", 1, Window.POINT);
        x = network.convolution(x, "gdconv.depthwise.weight", "gdconv.bn", LAST_SIDE, Window.POINT);
        return end(network, weights, x, "conv3.weight", Optional.of("conv3.bias"), "bn");
    }

    /// A convolution, BN and PReLU with names.
    private static Value named(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        Value x = network.convolution(input, prefix + ".conv.weight", prefix + ".bn", kernel, window);
        return network.prelu(x, prefix + ".prelu");
    }

    /// A convolution, BN and ReLU6 with numbers.
    private static Value clipped(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        Value x = network.convolution(input, prefix + ".0.weight", prefix + ".1", kernel, window);
        return network.relu6(x, prefix + ".2");
    }

    private static Window window(int block) {
        return HALVING_BLOCKS.contains(block) ? Window.HALVING : Window.SAME;
    }

    /// A block adds its input where that has its shape.
    private static Value connected(NetworkWriter network, Value input, Value output, int block, String name) {
        return HALVING_BLOCKS.contains(block) || input.channels() != output.channels()
                ? output
                : network.add(input, output, name);
    }

    /// The strides are not among the weights, so the number of blocks must be the paper's.
    private static void requireBlocks(StateDict weights, String before, String after) {
        int count = weights.count(before, after);
        if (count != BLOCK_COUNT) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "%s must have the %d blocks of MobileFaceNet, got: %d"
                            .formatted(weights.origin(), BLOCK_COUNT, count));
        }
    }

    private static OnnxGraph end(
            NetworkWriter network, StateDict weights, Value x, String weight, Optional<String> bias, String norm) {
        int dimension = weights.tensor(weight).side(0);
        double[] shift = new double[dimension];
        if (bias.isPresent()) {
            float[] values = weights.tensor(bias.get(), dimension).values();
            Arrays.setAll(shift, i -> values[i]);
        }
        return network.embedding(
                x, 1, weight, Affine.identity(x.channels()), shift, network.batchNorm(norm, dimension));
    }
}
