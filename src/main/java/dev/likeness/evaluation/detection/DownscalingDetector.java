package dev.likeness.evaluation.detection;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;

/// A detector that sees each image at a smaller scale and returns faces in the image's coordinates.
///
/// @param scale above 0 to 1
record DownscalingDetector(FaceDetector detector, double scale) implements FaceDetector {
    @Override
    public List<Detection> detect(RgbImage image) {
        RgbImage seen = image.scaled(scale);
        float back = image.longSide() / (float) seen.longSide();
        return detector.detect(seen).stream().map(face -> face.scaled(back)).toList();
    }

    @Override
    public double minScore() {
        return detector.minScore();
    }

    @Override
    public ModelManifest manifest() {
        return detector.manifest();
    }

    @Override
    public void close() {
        detector.close();
    }
}
