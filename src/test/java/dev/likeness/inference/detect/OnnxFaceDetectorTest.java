package dev.likeness.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.TestPhotos;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The road from a picture to faces on [WhiteSquareModel]: a white square of 8×8 on the grid of 8 is a
/// face, whose box has its middle in the square's upper left corner and reaches 8.8 pixels to each side.
class OnnxFaceDetectorTest {
    private static final float REACH = 8 * WhiteSquareModel.REACH;
    private static final String ANY = "multiple: 32";

    @TempDir
    Path models;

    @ParameterizedTest(name = "{0} levels, batch dimension in the outputs: {1}")
    @CsvSource({"3, false", "3, true", "5, false", "5, true"})
    void detect_whiteSquare_isTheFaceThatTheTensorsDescribe(int levels, boolean batched) throws IOException {
        RgbImage photo = black(200, 150);
        white(photo, 80, 40, 8);

        List<Detection> faces = detect(new WhiteSquareModel(levels, batched), 0, "multiple: 128", photo);

        assertThat(faces).singleElement().satisfies(face -> {
            // white is (255 − 127.5) / 128
            assertThat(face.score()).isCloseTo(sigmoid(8 * 127.5 / 128 - 4), within(1e-4f));
            assertClose(face.box(), 80, 40, REACH);
            assertThat(face.landmarks().leftEye().x()).isCloseTo(80 - 4, within(1e-3f));
            assertThat(face.landmarks().leftEye().y()).isCloseTo(40 - 3.2f, within(1e-3f));
            assertThat(face.landmarks().rightMouth().x()).isCloseTo(80 + 3.2f, within(1e-3f));
            assertThat(face.landmarks().rightMouth().y()).isCloseTo(40 + 4.8f, within(1e-3f));
        });
    }

    @Test
    void detect_withACloseUp_takesThePointsFromItAndKeepsBoxAndScore() throws IOException {
        RgbImage photo = black(200, 150);
        white(photo, 80, 40, 8);
        Detection plain = detect(new WhiteSquareModel(3, false), 0, "multiple: 128", photo)
                .getFirst();

        // A quarter larger, and the points that the model puts around a square lie closer in the photo.
        List<Detection> faces = detect(new WhiteSquareModel(3, false).withCloseUp(22), 0, "multiple: 128", photo);

        assertThat(faces).singleElement().satisfies(face -> {
            assertThat(face.box()).isEqualTo(plain.box());
            assertThat(face.score()).isEqualTo(plain.score());
            float apart =
                    face.landmarks().rightEye().x() - face.landmarks().leftEye().x();
            assertThat(apart).isCloseTo(8 / 1.25f, within(1e-3f));
        });
    }

    @Test
    void detect_sizeFrozenTo640_shrinksToFitAndScalesBack() throws IOException {
        RgbImage photo = black(1000, 1280);
        white(photo, 160, 320, 16);

        List<Detection> faces = detect(new WhiteSquareModel(3, false), 640, "width: 640\n  height: 640", photo);

        assertThat(faces).singleElement().satisfies(face -> assertClose(face.box(), 160, 320, 2 * REACH));
    }

    @Test
    void detect_sizeFrozenTo640AndSmallFaces_searchesTilesOfThatSize() throws IOException {
        RgbImage photo = black(1280, 1280);
        white(photo, 320, 320, 16);
        // at half size this is a gray of a quarter, which is no face
        white(photo, 160, 160, 8);

        List<Detection> faces = detect(new WhiteSquareModel(3, false), 640, "width: 640\n  height: 640", photo);

        assertThat(faces)
                .hasSize(2)
                .anySatisfy(face -> assertClose(face.box(), 320, 320, 2 * REACH))
                .anySatisfy(face -> assertClose(face.box(), 160, 160, REACH));
    }

    @Test
    void detect_smallerThanTheFrozenSize_isNeverEnlarged() throws IOException {
        RgbImage photo = black(100, 60);
        white(photo, 40, 24, 8);

        List<Detection> faces = detect(new WhiteSquareModel(3, true), 640, "width: 640\n  height: 640", photo);

        assertThat(faces).singleElement().satisfies(face -> assertClose(face.box(), 40, 24, REACH));
    }

    //  two squares side by side: boxes of 17.6 px, 8 px apart: 9.6 / 25.6 = 0.375
    @Test
    void detect_twoBoxesThatOverlapByLessThanScrfdAllows_areBothFaces() throws IOException {
        RgbImage photo = black(128, 64);
        white(photo, 40, 24, 8);
        white(photo, 48, 24, 8);

        assertThat(detect(new WhiteSquareModel(3, true), 0, ANY, photo)).hasSize(2);
        assertThat(detect(new WhiteSquareModel(3, true), 0, ANY, photo, new DetectionOptions(1280, 0, 0.3f, 16, 2560)))
                .hasSize(1);
    }

    @Test
    void detect_nothingWhite_isNothing() throws IOException {
        assertThat(detect(new WhiteSquareModel(3, false), 0, ANY, black(320, 200)))
                .isEmpty();
    }

    @Test
    void detector_tensorThatTheModelLacks_isRefusedByName() throws IOException {
        WhiteSquareModel three = new WhiteSquareModel(3, false);
        Files.write(models.resolve("white.onnx"), three.onnx(0));
        Files.writeString(
                models.resolve("white.yaml"), three.manifest("white", ANY).replace("kps_16", "kps_64"));

        try (InferenceRuntime runtime = open()) {
            assertThatThrownBy(() -> runtime.detector("white", DetectionOptions.defaults()))
                    .hasMessageStartingWith("model white must have a float output named kps_64, got: [");
        }
    }

    @Test
    void cellDetector_ofAnotherKindThanYuNet_isRefused() throws IOException {
        WhiteSquareModel scrfd = new WhiteSquareModel(3, false);
        Files.write(models.resolve("white.onnx"), scrfd.onnx(0));
        Files.writeString(models.resolve("white.yaml"), scrfd.manifest("white", ANY));

        try (InferenceRuntime runtime = open()) {
            assertThatThrownBy(() -> runtime.cellDetector("white", DetectionOptions.defaults()))
                    .hasMessage(
                            "a teacher must be a detector with YuNet's outputs and a variable input size, got: white");
        }
    }

    private List<Detection> detect(WhiteSquareModel model, int side, String inputSize, RgbImage photo)
            throws IOException {
        return detect(model, side, inputSize, photo, DetectionOptions.defaults());
    }

    private List<Detection> detect(
            WhiteSquareModel model, int side, String inputSize, RgbImage photo, DetectionOptions options)
            throws IOException {
        Files.write(models.resolve("white.onnx"), model.onnx(side));
        Files.writeString(models.resolve("white.yaml"), model.manifest("white", inputSize));
        try (InferenceRuntime runtime = open();
                FaceDetector detector = runtime.detector("white", options)) {
            return detector.detect(photo);
        }
    }

    private InferenceRuntime open() {
        return InferenceRuntime.open(
                new InferenceOptions(new Device.Cpu(), 1, 0, 1L << 30), ModelCatalog.of(List.of(models)), _ -> {});
    }

    private static RgbImage black(int width, int height) {
        return TestPhotos.plain(width, height, 0, 0, 0);
    }

    private static void white(RgbImage photo, int left, int top, int side) {
        for (int y = top; y < top + side; y++) {
            for (int i = 3 * (y * photo.width() + left); i < 3 * (y * photo.width() + left + side); i++) {
                photo.rgb()[i] = (byte) 255;
            }
        }
    }

    private static float sigmoid(double x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static void assertClose(Box box, float x, float y, float reach) {
        assertThat(box.left()).isCloseTo(x - reach, within(0.01f));
        assertThat(box.top()).isCloseTo(y - reach, within(0.01f));
        assertThat(box.right()).isCloseTo(x + reach, within(0.01f));
        assertThat(box.bottom()).isCloseTo(y + reach, within(0.01f));
    }
}
