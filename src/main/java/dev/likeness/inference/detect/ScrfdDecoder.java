package dev.likeness.inference.detect;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.inference.model.ModelOutput;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;

/// Decodes SCRFD's tensors (Guo, Deng, Lattas, Zafeiriou, *Sample and Computation Redistribution for
/// Efficient Face Detection*, ICLR 2022; as in InsightFace's `model_zoo/scrfd.py`). At stride s, the anchors
/// of cell (col, row) are at its corner (x, y) = (col·s, row·s). Each anchor proposes one face. Its score is
/// used as it is, because the graph contains the sigmoid. Its box extends from (x − d₀·s, y − d₁·s) to (x +
/// d₂·s, y + d₃·s). Its landmarks are (x + k₂ᵢ·s, y + k₂ᵢ₊₁·s).
///
/// A tensor has one row per anchor: cells row by row, and the anchors of a cell one after the other. The
/// number of anchors per cell follows from the number of rows (InsightFace: two at three strides, one at
/// five). Tensors of shape `[1, rows, columns]` and `[rows, columns]` are both accepted.
final class ScrfdDecoder implements FaceDecoder {
    private final String model;
    private final ModelOutput.Scrfd output;

    /// Creates a decoder.
    ///
    /// @param model name of the model in messages
    ScrfdDecoder(String model, ModelOutput.Scrfd output) {
        this.model = model;
        this.output = output;
    }

    @Override
    public List<String> outputs() {
        return Stream.of(output.scores(), output.boxes(), output.points())
                .flatMap(List::stream)
                .toList();
    }

    /// InsightFace's default.
    @Override
    public float minScore() {
        return 0.5f;
    }

    /// InsightFace's default.
    @Override
    public float nmsIou() {
        return 0.4f;
    }

    @Override
    public void decode(Tensors tensors, int width, int height, Proposals proposals) {
        for (int level = 0; level < output.strides().size(); level++) {
            int stride = output.strides().get(level);
            FloatBuffer scores = tensors.floats(output.scores().get(level));
            int rows = scores.remaining();
            int columns = width / stride;
            int anchors = anchors(output.scores().get(level), rows, columns * (height / stride));
            FloatBuffer boxes = FaceDecoder.sized(
                    model, tensors, output.boxes().get(level), Math.multiplyExact(rows, Proposals.BOX_NUMBERS));
            FloatBuffer points = FaceDecoder.sized(
                    model, tensors, output.points().get(level), Math.multiplyExact(rows, Proposals.POINT_NUMBERS));
            for (int row = 0; row < rows; row++) {
                if (proposals.accepts(scores.get(row))) {
                    int cell = row / anchors;
                    float x = (cell % columns) * stride;
                    float y = (cell / columns) * stride;
                    float[] box = new float[Proposals.BOX_NUMBERS];
                    boxes.get(row * Proposals.BOX_NUMBERS, box);
                    float[] face = new float[Proposals.POINT_NUMBERS];
                    points.get(row * Proposals.POINT_NUMBERS, face);
                    propose(stride, x, y, Math.min(1, scores.get(row)), box, face, proposals);
                }
            }
        }
    }

    /// The number of anchors per cell.
    private int anchors(String tensor, int rows, int cells) {
        if (rows == 0 || rows % cells != 0) {
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "model %s must output a score for each anchor of %d cells in the tensor %s, got: %d numbers"
                            .formatted(model, cells, tensor, rows));
        }
        return rows / cells;
    }

    private static void propose(
            int stride, float x, float y, float score, float[] box, float[] points, Proposals proposals) {
        for (int i = 0; i < Proposals.POINT_NUMBERS; i += 2) {
            points[i] = x + points[i] * stride;
            points[i + 1] = y + points[i + 1] * stride;
        }
        proposals.add(
                score, x - box[0] * stride, y - box[1] * stride, x + box[2] * stride, y + box[3] * stride, points);
    }
}
