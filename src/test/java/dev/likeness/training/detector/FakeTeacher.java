package dev.likeness.training.detector;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.CellDetector;
import dev.likeness.inference.model.ChannelOrder;
import dev.likeness.inference.model.ModelInput;
import dev.likeness.inference.model.ModelManifest;
import dev.likeness.inference.model.ModelOutput;
import dev.likeness.inference.model.ModelRole;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Says what it is told to, and counts how often it is asked.
final class FakeTeacher implements CellDetector {
    private final String id;
    private final Function<RgbImage, List<Detection>> answers;
    private int asked;

    FakeTeacher(String id, Function<RgbImage, List<Detection>> answers) {
        this.id = id;
        this.answers = answers;
    }

    int asked() {
        return asked;
    }

    @Override
    public List<Detection> detect(RgbImage image) {
        asked++;
        return answers.apply(image);
    }

    @Override
    public List<Detection> glance(RgbImage image) {
        return detect(image);
    }

    @Override
    public float[] cells(RgbImage image) {
        return MadeUpFaces.cells(image.width(), image.height(), answers.apply(image));
    }

    @Override
    public double minScore() {
        return 0.7;
    }

    @Override
    public ModelManifest manifest() {
        return new ModelManifest(
                id,
                ModelRole.DETECTOR,
                id + ".onnx",
                Optional.empty(),
                new ModelInput(
                        Optional.empty(),
                        new ModelInput.Size.Any(32),
                        ChannelOrder.BGR,
                        1,
                        List.of(0f, 0f, 0f),
                        List.of(1f, 1f, 1f)),
                new ModelOutput.YuNet(Optional.empty()),
                "none",
                "made up");
    }

    @Override
    public void close() {}
}
