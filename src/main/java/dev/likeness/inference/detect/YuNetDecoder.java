package dev.likeness.inference.detect;

import dev.likeness.inference.model.ModelOutput;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;

/// Decodes YuNet's tensors (Wu, Peng, Yu, *YuNet*, Machine Intelligence Research 2023; anchor-free, as in
/// YOLOX). At stride s, each cell (col, row) of the padded input proposes one face. Its score is √(cls·obj).
/// Its box has the centre ((col + b₀)·s, (row + b₁)·s) and the sides e^{b₂}·s and e^{b₃}·s. Its landmarks are
/// (col + k₂ᵢ, row + k₂ᵢ₊₁)·s.
final class YuNetDecoder implements FaceDecoder {
    private static final List<String> OUTPUTS = Stream.of("cls_", "obj_", "bbox_", "kps_")
            .flatMap(name -> ModelOutput.YuNet.STRIDES.stream().map(stride -> name + stride))
            .toList();

    private final String model;

    /// Creates a decoder.
    ///
    /// @param model name of the model in messages
    YuNetDecoder(String model) {
        this.model = model;
    }

    @Override
    public List<String> outputs() {
        return OUTPUTS;
    }

    @Override
    public float minScore() {
        return 0.6f;
    }

    @Override
    public float nmsIou() {
        return 0.3f;
    }

    @Override
    public void decode(Tensors tensors, int width, int height, Proposals proposals) {
        for (int stride : ModelOutput.YuNet.STRIDES) {
            int columns = width / stride;
            int cells = columns * (height / stride);
            FloatBuffer classification = FaceDecoder.sized(model, tensors, "cls_" + stride, cells);
            FloatBuffer objectness = FaceDecoder.sized(model, tensors, "obj_" + stride, cells);
            FloatBuffer boxes = FaceDecoder.sized(
                    model, tensors, "bbox_" + stride, Math.multiplyExact(cells, Proposals.BOX_NUMBERS));
            FloatBuffer points = FaceDecoder.sized(
                    model, tensors, "kps_" + stride, Math.multiplyExact(cells, Proposals.POINT_NUMBERS));
            for (int cell = 0; cell < cells; cell++) {
                float score = score(classification.get(cell), objectness.get(cell));
                if (proposals.accepts(score)) {
                    float[] box = new float[Proposals.BOX_NUMBERS];
                    boxes.get(cell * Proposals.BOX_NUMBERS, box);
                    float[] face = new float[Proposals.POINT_NUMBERS];
                    points.get(cell * Proposals.POINT_NUMBERS, face);
                    propose(stride, cell % columns, cell / columns, score, box, face, proposals);
                }
            }
        }
    }

    private static float score(float classification, float objectness) {
        return (float) Math.sqrt((double) Math.clamp(classification, 0, 1) * Math.clamp(objectness, 0, 1));
    }

    private static void propose(
            int stride, int column, int row, float score, float[] box, float[] points, Proposals proposals) {
        float centreX = (column + box[0]) * stride;
        float centreY = (row + box[1]) * stride;
        float halfWidth = (float) Math.exp(box[2]) * stride / 2;
        float halfHeight = (float) Math.exp(box[3]) * stride / 2;
        for (int i = 0; i < Proposals.POINT_NUMBERS; i += 2) {
            points[i] = (column + points[i]) * stride;
            points[i + 1] = (row + points[i + 1]) * stride;
        }
        proposals.add(
                score, centreX - halfWidth, centreY - halfHeight, centreX + halfWidth, centreY + halfHeight, points);
    }
}
