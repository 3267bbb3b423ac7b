package dev.likeness.onnx.family;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Affine;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.OnnxGraph;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Builds the graph of iResNet, the improved residual network of ArcFace and MagFace, from weights (Duta,
/// Liu, Zhu, Shao, *Improved Residual Networks for Image and Video Recognition*, ICPR 2020; layout of
/// InsightFace's and MagFace's `iresnet.py`).
///
/// The input is `float[batch, 3, 112, 112]`. The output is `embedding`: `float[batch, dimension]`, not
/// normalised. The network has four stages, each of which halves the side (56, 28, 14, 7). A block is
///
///     bn1 → conv1 3×3 → bn2 → PReLU → conv2 3×3 (stride) → bn3
///
/// plus the block's input, which in the first block of a stage goes through a 1×1 conv (stride 2) and a BN.
///
/// The stages are followed by BN, Flatten, Linear, BN. Every BatchNorm after a convolution is folded into it,
/// and everything after the last block is folded into one matrix product. The `bn1` of a block cannot be
/// folded, because the convolution after it pads with zeros that did not go through the BN. Widths are read
/// from the tensors, so narrower networks work as well.
public final class IResNet {
    /// The number of blocks of each stage, by architecture.
    private static final Map<String, List<Integer>> BLOCKS = Map.of(
            "iresnet18", List.of(2, 2, 2, 2),
            "iresnet34", List.of(3, 4, 6, 3),
            "iresnet50", List.of(3, 4, 14, 3),
            "iresnet100", List.of(3, 13, 30, 3),
            "iresnet200", List.of(6, 26, 60, 6));

    /// Number of positions of the last feature map.
    private static final int POSITIONS = 7 * 7;

    private IResNet() {}

    /// Whether these are the weights of an iResNet, by the names of its stem and first block.
    public static boolean matches(StateDict weights) {
        return weights.contains("conv1.weight") && weights.contains("layer1.0.conv1.weight");
    }

    /// The architecture by the number of blocks: `iresnet18`, `iresnet34`, `iresnet50`, `iresnet100` or
    /// `iresnet200`.
    ///
    /// @throws LikenessException `MODEL_INVALID` if the blocks match none of them
    public static String architecture(StateDict weights) {
        List<Integer> blocks = blocks(weights);
        return BLOCKS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(blocks))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.MODEL_INVALID,
                        "%s must have the blocks of iResNet-18 [2, 2, 2, 2], -34 [3, 4, 6, 3], -50 [3, 4, 14, 3], -100 [3, 13, 30, 3] or -200 [6, 26, 60, 6], got: %s"
                                .formatted(weights.origin(), blocks)));
    }

    /// Builds the graph.
    ///
    /// @param weights weights with the names of PyTorch's modules: `conv1.weight`, `layer1.0.bn1.weight` and
    ///     so on
    /// @param epsilon ε of every BatchNorm: 2e-5 for MagFace, 1e-5 for InsightFace
    /// @throws LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong shape or is not finite
    public static OnnxGraph graph(StateDict weights, double epsilon) {
        String architecture = architecture(weights);
        List<Integer> blocks = blocks(weights);
        NetworkWriter network = new NetworkWriter(architecture, weights, epsilon);
        Value x = new Value(network.face(), 3);
        x = network.convolution(x, "conv1.weight", "bn1", 3, Window.SAME);
        x = network.prelu(x, "prelu");
        for (int stage = 0; stage < blocks.size(); stage++) {
            for (int block = 0; block < blocks.get(stage); block++) {
                x = block(network, x, "layer%d.%d".formatted(stage + 1, block), block == 0);
            }
        }
        Affine before = network.batchNorm("bn2", x.channels());
        int dimension = weights.tensorOfRank("fc.weight", 2).side(0);
        float[] bias = weights.tensor("fc.bias", dimension).values();
        Affine after = network.batchNorm("features", dimension);
        return network.embedding(x, POSITIONS, "fc.weight", before, widened(bias), after);
    }

    private static Value block(NetworkWriter network, Value input, String prefix, boolean first) {
        Value x = network.norm(input, prefix + ".bn1");
        x = network.convolution(x, prefix + ".conv1.weight", prefix + ".bn2", 3, Window.SAME);
        x = network.prelu(x, prefix + ".prelu");
        x = network.convolution(x, prefix + ".conv2.weight", prefix + ".bn3", 3, first ? Window.HALVING : Window.SAME);
        Value identity = first
                ? network.convolution(
                        input, prefix + ".downsample.0.weight", prefix + ".downsample.1", 1, Window.POINT_HALVING)
                : input;
        return network.add(x, identity, prefix);
    }

    private static List<Integer> blocks(StateDict weights) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(stage -> weights.count("layer%d.".formatted(stage), ".conv1.weight"))
                .toList();
    }

    private static double[] widened(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
