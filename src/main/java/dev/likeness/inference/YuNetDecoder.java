package dev.likeness.inference;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;

/// Reads YuNet's tensors. At stride s each cell (col, row) of the padded input proposes one face: its score is
/// √(cls·obj); its box has the centre ((col + b₀)·s, (row + b₁)·s) and the sides e^{b₂}·s and e^{b₃}·s; its points are
/// (col + k₂ᵢ, row + k₂ᵢ₊₁)·s (Wu, Peng, Yu, *YuNet*, Machine Intelligence Research 2023; anchor-free, as in YOLOX).
final class YuNetDecoder {
    /// The strides, in pixels of the input.
    static final List<Integer> STRIDES = List.of(8, 16, 32);

    /// The tensors' names.
    static final List<String> OUTPUTS = Stream.of("cls_", "obj_", "bbox_", "kps_")
            .flatMap(name -> STRIDES.stream().map(stride -> name + stride))
            .toList();

    private static final int BOX_NUMBERS = 4;
    private static final int POINT_NUMBERS = 10;

    private YuNetDecoder() {}

    /// The tensors of one stride, one row a cell, cells row by row.
    ///
    /// @param classification `float[cells]`
    /// @param objectness `float[cells]`
    /// @param boxes `float[cells, 4]`
    /// @param points `float[cells, 10]`
    record Level(
            int stride, FloatBuffer classification, FloatBuffer objectness, FloatBuffer boxes, FloatBuffer points) {}

    /// Adds every cell's proposal with at least `minScore` that is a possible face, in pixels of the input.
    ///
    /// @param columns cells in a row
    static void decode(Level level, int columns, float minScore, List<Detection> proposals) {
        int cells = level.classification.remaining();
        for (int cell = 0; cell < cells; cell++) {
            float score = score(level.classification.get(cell), level.objectness.get(cell));
            if (score >= minScore) {
                int column = cell % columns;
                int row = cell / columns;
                float[] box = new float[BOX_NUMBERS];
                level.boxes.get(cell * BOX_NUMBERS, box);
                float[] points = new float[POINT_NUMBERS];
                level.points.get(cell * POINT_NUMBERS, points);
                add(level.stride, column, row, score, box, points, proposals);
            }
        }
    }

    private static float score(float classification, float objectness) {
        return (float) Math.sqrt((double) Math.clamp(classification, 0, 1) * Math.clamp(objectness, 0, 1));
    }

    private static void add(
            int stride, int column, int row, float score, float[] box, float[] points, List<Detection> proposals) {
        float centreX = (column + box[0]) * stride;
        float centreY = (row + box[1]) * stride;
        float halfWidth = (float) Math.exp(box[2]) * stride / 2;
        float halfHeight = (float) Math.exp(box[3]) * stride / 2;
        float left = centreX - halfWidth;
        float right = centreX + halfWidth;
        float top = centreY - halfHeight;
        float bottom = centreY + halfHeight;
        if (!(left < right && top < bottom && Float.isFinite(right - left) && Float.isFinite(bottom - top))) {
            return;
        }
        for (int i = 0; i < POINT_NUMBERS; i += 2) {
            points[i] = (column + points[i]) * stride;
            points[i + 1] = (row + points[i + 1]) * stride;
        }
        Landmarks landmarks = new Landmarks(
                new Point(points[0], points[1]),
                new Point(points[2], points[3]),
                new Point(points[4], points[5]),
                new Point(points[6], points[7]),
                new Point(points[8], points[9]));
        Box face = new Box(left, top, right, bottom);
        if (FaceAligner.fits(landmarks, face)) {
            proposals.add(new Detection(face, landmarks, score));
        }
    }
}
