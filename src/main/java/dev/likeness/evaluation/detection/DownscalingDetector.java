package dev.likeness.evaluation.detection;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.model.ModelManifest;
import java.util.List;
import java.util.function.Function;

/// A detector that sees each image at a smaller scale and returns faces in the image's coordinates.
///
/// @param scale above 0 to 1
record DownscalingDetector(FaceDetector detector, double scale) implements FaceDetector {
    @Override
    public List<Detection> detect(RgbImage image) {
        return shrunk(image, detector::detect);
    }

    @Override
    public List<Detection> glance(RgbImage image) {
        return shrunk(image, detector::glance);
    }

    private List<Detection> shrunk(RgbImage image, Function<RgbImage, List<Detection>> detection) {
        RgbImage seen = image.scaled(scale);
        float back = image.longSide() / (float) seen.longSide();
        return detection.apply(seen).stream().map(face -> face.scaled(back)).toList();
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
