package dev.likeness.onnx.family;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Affine;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.OnnxGraph;

/// Builds the graph of a small residual network of basic blocks from weights (He, Zhang, Ren, Sun, *Deep
/// Residual Learning*, CVPR 2016). It ends with the global depthwise convolution of MobileFaceNet.
///
/// The input is `float[batch, 3, 112, 112]`. The output is `embedding`: `float[batch, dimension]`, not
/// normalised.
///
///     conv1, bn1        3×3 conv, stride 2 (56)
///     layer1, 2, 3      basic blocks, the first of each with stride 2 (28, 14, 7)
///     features          7×7 depthwise conv (0), BN (1), Linear without bias (2), BN (3)
///
/// A basic block is two 3×3 convs with BN, with a leaky ReLU between them and after the sum. Convolutions are
/// dense and the slope is fixed, because this trains several times faster on a CPU than depthwise
/// convolutions and PReLU. Every BatchNorm is folded. Widths and numbers of blocks are read from the tensors.
public final class ResNet {
    /// The slope of every leaky ReLU.
    public static final double SLOPE = 0.1;

    private static final int STAGES = 3;

    private ResNet() {}

    /// Builds the graph.
    ///
    /// @param weights weights with the names of PyTorch's modules: `conv1.weight`, `layer1.0.conv1.weight`
    ///     and so on
    /// @param epsilon ε of every BatchNorm
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong
    ///     shape or is not finite
    public static OnnxGraph graph(StateDict weights, double epsilon) {
        NetworkWriter network = new NetworkWriter("resnet", weights, epsilon);
        Value x = new Value(network.face(), 3);
        x = network.convolution(x, "conv1.weight", "bn1", 3, Window.HALVING);
        x = network.leaky(x, "relu", SLOPE);
        for (int stage = 1; stage <= STAGES; stage++) {
            int blocks = weights.count("layer%d.".formatted(stage), ".conv1.weight");
            for (int block = 0; block < blocks; block++) {
                x = block(network, x, "layer%d.%d".formatted(stage, block), block == 0);
            }
        }
        x = network.convolution(x, "features.0.weight", "features.1", 7, Window.POINT);
        int dimension = weights.tensorOfRank("features.2.weight", 2).side(0);
        Affine after = network.batchNorm("features.3", dimension);
        return network.embedding(
                x, 1, "features.2.weight", Affine.identity(x.channels()), new double[dimension], after);
    }

    private static Value block(NetworkWriter network, Value input, String prefix, boolean first) {
        Value x = network.convolution(
                input, prefix + ".conv1.weight", prefix + ".bn1", 3, first ? Window.HALVING : Window.SAME);
        x = network.leaky(x, prefix + ".relu1", SLOPE);
        x = network.convolution(x, prefix + ".conv2.weight", prefix + ".bn2", 3, Window.SAME);
        Value identity = first
                ? network.convolution(
                        input, prefix + ".downsample.0.weight", prefix + ".downsample.1", 1, Window.POINT_HALVING)
                : input;
        return network.leaky(network.add(x, identity, prefix + ".sum"), prefix, SLOPE);
    }
}
