package dev.likeness.onnx.family;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.NetworkWriter.Value;
import dev.likeness.onnx.family.NetworkWriter.Window;
import dev.likeness.onnx.graph.Attribute;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.List;

/// Builds the graph of the face detector that Likeness trains, from weights. It has YuNet's outputs.
///
/// The input is `float[1, 3, height, width]`, with sides that are multiples of 32. The outputs for each
/// stride of 8, 16 and 32 are `cls_8` and `obj_8` (probabilities, `[1, cells, 1]`), `bbox_8` (`[1, cells,
/// 4]`) and `kps_8` (`[1, cells, 10]`), cells row by row (Wu, Peng, Yu, *YuNet*, Machine Intelligence
/// Research 2023).
///
///     stem.0, stem.1         3×3 conv, stride 2
///     stage.8, 16            3×3 conv, stride 2, and any number at stride 1
///     stage.32               3×3 conv, stride 2, and any number at stride 1 with dilations 2, 3, …
///     lateral.32, lateral.16 1×1 conv, doubled in size and added to the next finer stage
///     head.8, 16, 32         any number of: 1×1 conv, 3×3 depthwise conv
///     predict.8, 16, 32      1×1 conv with bias to 16 channels
///
/// Each convolution except the last has BN and ReLU; lateral convolutions and the 1×1 convolutions of the
/// heads have only BN. The convolutions of the stages are dense. At these widths they cost a CPU hardly more
/// than depthwise convolutions with many more channels, and they are much cheaper to train. The heads are
/// those of YuNet, because they learn its outputs. With three convolutions at stride 32, of dilations 1, 2
/// and 3, a cell has a receptive field of 495 pixels, which covers a face that fills a small photo.
public final class PyramidDetector {
    /// Number of values per cell: class, object, box, five landmarks.
    public static final int CELL_NUMBERS = 16;

    /// The strides of the levels, finest first.
    public static final List<Integer> STRIDES = List.of(8, 16, 32);

    private static final int CHANNELS = 3;

    private PyramidDetector() {}

    /// Builds the graph.
    ///
    /// @param weights weights named `stem.0.conv.weight`, `stem.0.norm.weight` and so on
    /// @param epsilon ε of every BatchNorm
    /// @throws dev.likeness.face.LikenessException `MODEL_INVALID` if a tensor is missing, has the wrong
    ///     shape or is not finite
    public static OnnxGraph graph(StateDict weights, double epsilon) {
        NetworkWriter network = new NetworkWriter("pyramid-detector", weights, epsilon);
        String input = network.graph()
                .input("input", Dimension.of(1), Dimension.of(CHANNELS), Dimension.of("height"), Dimension.of("width"));
        Value x = activated(network, new Value(input, CHANNELS), "stem.0", 3, Window.HALVING);
        x = activated(network, x, "stem.1", 3, Window.HALVING);
        List<Value> levels = new ArrayList<>();
        for (int stride : STRIDES) {
            String stage = "stage.%d.".formatted(stride);
            int convolutions = weights.count(stage, ".conv.weight");
            for (int i = 0; i < convolutions; i++) {
                Window window = i == 0 ? Window.HALVING : Window.dilated(dilation(stride, i));
                x = activated(network, x, stage + i, 3, window);
            }
            levels.add(x);
        }
        for (int level = STRIDES.size() - 1; level > 0; level--) {
            Value coarse = plain(network, levels.get(level), "lateral." + STRIDES.get(level), 1, Window.POINT);
            Value doubled = network.doubled(coarse, "doubled." + STRIDES.get(level));
            levels.set(level - 1, network.add(levels.get(level - 1), doubled, "sum." + STRIDES.get(level - 1)));
        }
        for (int level = 0; level < STRIDES.size(); level++) {
            int stride = STRIDES.get(level);
            Value head = levels.get(level);
            String heads = "head.%d.".formatted(stride);
            int units = weights.count(heads, ".depth.conv.weight");
            for (int i = 0; i < units; i++) {
                Value mixed = plain(network, head, heads + i + ".point", 1, Window.POINT);
                head = activated(network, mixed, heads + i + ".depth", 3, Window.SAME);
            }
            Value predicted = network.convolution(head, "predict." + stride, CELL_NUMBERS);
            cells(network.graph(), predicted.name(), stride);
        }
        return network.graph().build();
    }

    /// The dilation of a convolution of a stage.
    ///
    /// @param stride stride of the stage
    /// @param convolution index of the convolution in the stage, starting at 0
    public static int dilation(int stride, int convolution) {
        return stride == STRIDES.getLast() ? convolution + 1 : 1;
    }

    /// Converts `[1, 16, rows, columns]` to YuNet's four tensors of a stride.
    private static void cells(OnnxGraph.Builder graph, String predicted, int stride) {
        String suffix = "_" + stride;
        String last =
                graph.node("last" + suffix, "Transpose", List.of(predicted), Attribute.integers("perm", 0, 2, 3, 1));
        String cells = graph.node(
                "cells" + suffix,
                "Reshape",
                List.of(last, graph.longs("shape" + suffix, new long[] {1, -1, CELL_NUMBERS}, 3)));
        String axis = graph.longs("axis" + suffix, new long[] {2}, 1);
        int from = 0;
        for (CellOutput part : CellOutput.values()) {
            String sliced = graph.node(
                    (part.isProbability ? "logit_" : "") + part.tensor + suffix,
                    "Slice",
                    List.of(
                            cells,
                            graph.longs("from_" + part.tensor + suffix, new long[] {from}, 1),
                            graph.longs("to_" + part.tensor + suffix, new long[] {from + part.numbers}, 1),
                            axis));
            String result = part.isProbability ? graph.node(part.tensor + suffix, "Sigmoid", List.of(sliced)) : sliced;
            graph.output(result, Dimension.of(1), Dimension.of("cells" + suffix), Dimension.of(part.numbers));
            from += part.numbers;
        }
    }

    /// The outputs of a cell, in order.
    private enum CellOutput {
        CLASS("cls", 1, true),
        OBJECT("obj", 1, true),
        BOX("bbox", 4, false),
        POINTS("kps", 10, false);

        private final String tensor;
        private final int numbers;
        private final boolean isProbability;

        CellOutput(String tensor, int numbers, boolean isProbability) {
            this.tensor = tensor;
            this.numbers = numbers;
            this.isProbability = isProbability;
        }
    }

    private static Value activated(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        return network.relu(plain(network, input, prefix, kernel, window), prefix + ".relu");
    }

    private static Value plain(NetworkWriter network, Value input, String prefix, int kernel, Window window) {
        return network.convolution(input, prefix + ".conv.weight", prefix + ".norm", kernel, window);
    }
}
