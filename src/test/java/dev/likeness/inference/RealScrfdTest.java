package dev.likeness.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestData;
import dev.likeness.face.Detection;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import dev.likeness.onnx.importer.CheckpointImport;
import dev.likeness.onnx.importer.ImportOptions;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The real SCRFD detectors of InsightFace, imported without a flag, find the faces that YuNet finds, where
/// it finds them. A wrong stride, anchor, channel order or scale would move or lose them.
class RealScrfdTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"scrfd_500m", "scrfd_2.5g", "scrfd_500m_kps_640"})
    void imported_findsWhatYuNetFinds(String name) {
        Path models = TestData.require("models");
        String id = CheckpointImport.run(models.resolve(name + ".onnx"), folder, ImportOptions.defaults(), _ -> {})
                .description()
                .id();
        InferenceOptions options = new InferenceOptions(new Device.Cpu(), 1, 0, 1L << 30);
        try (InferenceRuntime runtime =
                InferenceRuntime.open(options, ModelCatalog.of(List.of(models, folder)), _ -> {})) {
            RgbImage photo = TestPhotos.read(TestData.require("groups/t1.jpg"));
            List<Detection> expected = detect(runtime, "yunet", photo);

            List<Detection> found = detect(runtime, id, photo);

            assertThat(expected).hasSize(6);
            assertThat(found).hasSize(6);
            for (Detection face : expected) {
                Detection nearest = found.stream()
                        .max(Comparator.comparingDouble(other -> other.box().iou(face.box())))
                        .orElseThrow();
                assertThat(nearest.box().iou(face.box())).isGreaterThan(0.6f);
                assertThat(landmarkDistance(face, nearest)).isLessThan(0.2);
            }
        }
    }

    private static List<Detection> detect(InferenceRuntime runtime, String id, RgbImage photo) {
        try (FaceDetector detector = runtime.detector(id, DetectionOptions.defaults())) {
            return detector.detect(photo);
        }
    }

    /// The mean distance of the landmarks, relative to the distance between the eyes.
    private static double landmarkDistance(Detection one, Detection other) {
        List<Point> left = points(one);
        List<Point> right = points(other);
        double sum = 0;
        for (int i = 0; i < left.size(); i++) {
            sum += distance(left.get(i), right.get(i));
        }
        return sum / left.size() / distance(left.get(0), left.get(1));
    }

    private static List<Point> points(Detection face) {
        return List.of(
                face.landmarks().leftEye(),
                face.landmarks().rightEye(),
                face.landmarks().nose(),
                face.landmarks().leftMouth(),
                face.landmarks().rightMouth());
    }

    private static double distance(Point one, Point other) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y());
    }
}
