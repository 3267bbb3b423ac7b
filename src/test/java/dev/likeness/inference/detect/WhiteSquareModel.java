package dev.likeness.inference.detect;

import dev.likeness.onnx.graph.Attribute;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A detector with SCRFD's interface that takes every white cell of the finest stride for a face: the
/// score of an anchor is σ(8·m − 4) with the cell's mean m, −1 (black) to 1 (white), and 0 at the coarser
/// strides. Every box is 17.6 pixels wide and high and has the anchor in its middle.
///
/// As in InsightFace's files, each level is a convolution, transposed to `[1, height, width, anchors ·
/// columns]` and reshaped to rows.
public final class WhiteSquareModel {
    /// Half of a box's side, in strides.
    static final float REACH = 1.1f;

    private static final float[] BOX = {REACH, REACH, REACH, REACH};
    private static final float[] POINTS = {-0.5f, -0.4f, 0.5f, -0.4f, 0, 0.1f, -0.4f, 0.6f, 0.4f, 0.6f};
    private static final int COLOURS = 3;

    private final int levels;
    private final boolean batched;
    private final int closeUp;

    /// A model of one of InsightFace's layouts.
    ///
    /// @param levels 3 with two anchors a cell, or 5 with one
    /// @param batched whether outputs are `[1, rows, columns]`, else `[rows, columns]`
    public WhiteSquareModel(int levels, boolean batched) {
        this(levels, batched, 0);
    }

    private WhiteSquareModel(int levels, boolean batched, int closeUp) {
        this.levels = levels;
        this.batched = batched;
        this.closeUp = closeUp;
    }

    /// The same whose faces are looked at once more with this side.
    WhiteSquareModel withCloseUp(int side) {
        return new WhiteSquareModel(levels, batched, side);
    }

    /// The file.
    ///
    /// @param side of the only input size, or 0 for any
    public byte[] onnx(int side) {
        OnnxGraph.Builder graph = OnnxGraph.builder("white squares");
        Dimension free = side == 0 ? Dimension.of("?") : Dimension.of(side);
        String image = graph.input("input.1", Dimension.of(1), Dimension.of(COLOURS), free, free);
        int anchors = levels == 3 ? 2 : 1;
        for (int level = 0; level < levels; level++) {
            int stride = 8 << level;
            float[] mean = new float[COLOURS * stride * stride];
            Arrays.fill(mean, level == 0 ? 8f / mean.length : 0);
            float[] bias = {level == 0 ? -4 : -100};
            String logits = rows(graph, image, "logit_" + stride, stride, mean, repeated(bias, anchors), 1);
            output(graph, graph.node("score_" + stride, "Sigmoid", List.of(logits)), 1);
        }
        for (int level = 0; level < levels; level++) {
            int stride = 8 << level;
            output(graph, constantRows(graph, image, "bbox_" + stride, stride, repeated(BOX, anchors), 4), 4);
        }
        for (int level = 0; level < levels; level++) {
            int stride = 8 << level;
            output(graph, constantRows(graph, image, "kps_" + stride, stride, repeated(POINTS, anchors), 10), 10);
        }
        return graph.build().toBytes();
    }

    /// The manifest for it.
    public String manifest(String id, String inputSize) {
        return """
                id: %s
                role: detector
                file: %s.onnx
                input:
                  %s
                  channels: RGB
                  scale: 1
                  mean: [127.5, 127.5, 127.5]
                  std: [128, 128, 128]
                output:
                  decoder: scrfd
                  scores: %s
                  boxes: %s
                  points: %s
                %slicence: none
                source: made by hand for tests
                """.formatted(
                        id,
                        id,
                        inputSize,
                        names("score_"),
                        names("bbox_"),
                        names("kps_"),
                        closeUp == 0 ? "" : "  closeUp: " + closeUp + "\n");
    }

    private List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            names.add(prefix + (8 << level));
        }
        return names;
    }

    private String constantRows(
            OnnxGraph.Builder graph, String image, String name, int stride, float[] values, int columns) {
        return rows(graph, image, name, stride, new float[COLOURS * stride * stride], values, columns);
    }

    /// One convolution whose every channel weighs the cell's pixels by `weight`, as rows of `columns`.
    private String rows(
            OnnxGraph.Builder graph, String image, String name, int stride, float[] weight, float[] bias, int columns) {
        String kernel =
                graph.floats(name + ".weight", repeated(weight, bias.length), bias.length, COLOURS, stride, stride);
        String map = graph.node(
                name + ".map",
                "Conv",
                List.of(image, kernel, graph.floats(name + ".bias", bias, bias.length)),
                Attribute.integers("kernel_shape", stride, stride),
                Attribute.integers("strides", stride, stride));
        String last = graph.node(name + ".last", "Transpose", List.of(map), Attribute.integers("perm", 0, 2, 3, 1));
        long[] shape = batched ? new long[] {1, -1, columns} : new long[] {-1, columns};
        return graph.node(name, "Reshape", List.of(last, graph.longs(name + ".shape", shape, shape.length)));
    }

    private void output(OnnxGraph.Builder graph, String name, int columns) {
        Dimension rows = Dimension.of("");
        if (batched) {
            graph.output(name, Dimension.of(1), rows, Dimension.of(columns));
        } else {
            graph.output(name, rows, Dimension.of(columns));
        }
    }

    private static float[] repeated(float[] values, int times) {
        float[] all = new float[values.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(values, 0, all, i * values.length, values.length);
        }
        return all;
    }
}
