package dev.likeness.onnx.family;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Affine;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.OnnxGraph;

/// Builds the graph of MobileFaceNet from weights (Chen, Liu, Gao, Han, *MobileFaceNets*, CCBR 2018; layout
/// and names of InsightFace's `mobilefacenet.py`).
///
/// The input is `float[batch, 3, 112, 112]`. The output is `embedding`: `float[batch, dimension]`, not
/// normalised.
///
///     layers.0          3×3 conv, stride 2
///     layers.1          3×3 conv in groups, or residual blocks
///     layers.2, 4, 6    bottleneck, stride 2 (28, 14, 7)
///     layers.3, 5, 7    residual bottlenecks, any number
///     conv_sep          1×1 conv
///     features.layers   7×7 depthwise conv (0), Linear without bias (2), BN (3)
///
/// A bottleneck is a 1×1 conv, a 3×3 depthwise conv and a 1×1 conv. Each has BN, and the first two have
/// PReLU. Every BatchNorm is folded. Widths and the numbers of groups and blocks are read from the tensors.
public final class MobileFaceNet {
    private MobileFaceNet() {}

    /// Whether these are the weights of a MobileFaceNet, by the names of its first and last convolutions.
    public static boolean matches(StateDict weights) {
        return weights.contains("layers.0.layers.0.weight") && weights.contains("conv_sep.layers.0.weight");
    }

    /// Builds the graph.
    ///
    /// @param weights weights with the names of PyTorch's modules: `layers.0.layers.0.weight` and so on
    /// @param epsilon ε of every BatchNorm: 1e-5 for InsightFace
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong
    ///     shape or is not finite
    public static OnnxGraph graph(StateDict weights, double epsilon) {
        NetworkWriter network = new NetworkWriter("mobilefacenet", weights, epsilon);
        Value x = new Value(network.face(), 3);
        x = activated(network, x, "layers.0", 3, Window.HALVING);
        x = weights.contains("layers.1.layers.0.weight")
                ? activated(network, x, "layers.1", 3, Window.SAME)
                : residuals(network, weights, x, "layers.1");
        for (int stage = 2; stage < 8; stage += 2) {
            x = bottleneck(network, x, "layers.%d".formatted(stage), Window.HALVING);
            x = residuals(network, weights, x, "layers.%d".formatted(stage + 1));
        }
        x = activated(network, x, "conv_sep", 1, Window.POINT);
        x = plain(network, x, "features.layers.0", 7, Window.POINT);
        int dimension = weights.tensorOfRank("features.layers.2.weight", 2).side(0);
        Affine after = network.batchNorm("features.layers.3", dimension);
        return network.embedding(
                x, 1, "features.layers.2.weight", Affine.identity(x.channels()), new double[dimension], after);
    }

    private static Value residuals(NetworkWriter network, StateDict weights, Value input, String prefix) {
        int blocks = weights.count(prefix + ".layers.", ".layers.0.layers.0.weight");
        Value x = input;
        for (int i = 0; i < blocks; i++) {
            String block = "%s.layers.%d".formatted(prefix, i);
            x = network.add(bottleneck(network, x, block, Window.SAME), x, block);
        }
        return x;
    }

    private static Value bottleneck(NetworkWriter network, Value input, String prefix, Window window) {
        Value x = activated(network, input, prefix + ".layers.0", 1, Window.POINT);
        x = activated(network, x, prefix + ".layers.1", 3, window);
        return plain(network, x, prefix + ".layers.2", 1, Window.POINT);
    }

    private static Value activated(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        return network.prelu(plain(network, input, prefix, kernel, window), prefix + ".layers.2");
    }

    private static Value plain(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        return network.convolution(input, prefix + ".layers.0.weight", prefix + ".layers.1", kernel, window);
    }
}
