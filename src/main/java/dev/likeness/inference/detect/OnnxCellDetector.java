package dev.likeness.inference.detect;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.runtime.Tile;
import java.nio.FloatBuffer;
import java.util.List;

/// A [CellDetector] that runs on ONNX Runtime.
public final class OnnxCellDetector implements CellDetector {
    private static final List<Tensor> TENSORS = List.of(
            new Tensor("cls_", 1),
            new Tensor("obj_", 1),
            new Tensor("bbox_", Proposals.BOX_NUMBERS),
            new Tensor("kps_", Proposals.POINT_NUMBERS));

    private final OnnxFaceDetector faces;

    public OnnxCellDetector(OnnxFaceDetector faces) {
        this.faces = faces;
    }

    /// A tensor that exists once per stride.
    ///
    /// @param name prefix of its name
    /// @param numbers number of values per cell
    private record Tensor(String name, int numbers) {}

    @Override
    public float[] cells(RgbImage image) {
        int total = ModelOutput.YuNet.STRIDES.stream()
                .mapToInt(stride -> cells(image, stride))
                .sum();
        float[] outputs = new float[CELL_NUMBERS * total];
        faces.run(image, Tile.whole(image), (tensors, _, _) -> {
            int first = 0;
            for (int stride : ModelOutput.YuNet.STRIDES) {
                int at = CELL_NUMBERS * first;
                int count = cells(image, stride);
                for (Tensor tensor : TENSORS) {
                    FloatBuffer floats = FaceDecoder.sized(
                            manifest().id(), tensors, tensor.name + stride, Math.multiplyExact(count, tensor.numbers));
                    for (int cell = 0; cell < count; cell++) {
                        floats.get(cell * tensor.numbers, outputs, at + CELL_NUMBERS * cell, tensor.numbers);
                    }
                    at += tensor.numbers;
                }
                first += count;
            }
        });
        return outputs;
    }

    private static int cells(RgbImage image, int stride) {
        return image.width() / stride * (image.height() / stride);
    }

    @Override
    public List<Detection> detect(RgbImage image) {
        return faces.detect(image);
    }

    @Override
    public List<Detection> glance(RgbImage image) {
        return faces.glance(image);
    }

    @Override
    public double minScore() {
        return faces.minScore();
    }

    @Override
    public ModelManifest manifest() {
        return faces.manifest();
    }

    @Override
    public void close() {
        faces.close();
    }
}
