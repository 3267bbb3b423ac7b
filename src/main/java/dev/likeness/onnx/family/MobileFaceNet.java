package dev.likeness.onnx.family;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Affine;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.OnnxGraph;

/// The small network of Chen, Liu, Gao, Han, *MobileFaceNets*, CCBR 2018, from weights to a graph, in the
/// layout and with the names of InsightFace's `mobilefacenet.py`.
///
/// The input is `float[batch, 3, 112, 112]`, the output `embedding`: `float[batch, dimension]`, not normalised.
///
///     layers.0          3×3 conv, stride 2
///     layers.1          3×3 conv in groups, or residual blocks
///     layers.2, 4, 6    bottleneck, stride 2 (28, 14, 7)
///     layers.3, 5, 7    residual bottlenecks, any number
///     conv_sep          1×1 conv
///     features.layers   7×7 depthwise conv (0), Linear without bias (2), BN (3)
///
/// A bottleneck is 1×1 conv, 3×3 depthwise conv, 1×1 conv, each with BN and the first two with PReLU. No BatchNorm
/// remains in the graph. Widths, numbers of groups and of blocks are read from the tensors.
public final class MobileFaceNet {
    private MobileFaceNet() {}

    /// Whether these are a MobileFaceNet's weights, judged by the names of its stem and end.
    public static boolean matches(StateDict weights) {
        return weights.contains("layers.0.layers.0.weight") && weights.contains("conv_sep.layers.0.weight");
    }

    /// The network as a graph.
    ///
    /// @param weights named as PyTorch's modules are: `layers.0.layers.0.weight` and so on
    /// @param epsilon of every BatchNorm: 1e-5 for InsightFace
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong shape
    ///     or is not finite
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
