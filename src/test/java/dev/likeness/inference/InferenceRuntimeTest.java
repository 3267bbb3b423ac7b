package dev.likeness.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.DetectionOptions;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.inference.runtime.Device;
import dev.likeness.inference.runtime.InferenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runtime on models made by hand: the embedding of a picture is its mean colour, 0 to 1.
class InferenceRuntimeTest {
    private static final int SIDE = 112;
    private static final RgbImage GREY = TestPhotos.plain(SIDE, SIDE, 51, 51, 51);
    private static final RgbImage BLACK = TestPhotos.plain(SIDE, SIDE, 0, 0, 0);

    @TempDir
    Path models;

    @Test
    void computeDevice_cpu_isTheCpu() {
        try (InferenceRuntime runtime = open(0)) {
            assertThat(runtime.computeDevice()).isEqualTo("CPU");
            assertThat(runtime.device()).isEqualTo(new Device.Cpu());
        }
    }

    @Test
    void onnxRuntimeVersion_isAVersion() {
        assertThat(InferenceRuntime.onnxRuntimeVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void embed_meanColour_isDirectionAndMagnitude() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        try (InferenceRuntime runtime = open(0);
                FaceEmbedder embedder = runtime.embedder("tiny")) {
            Embedding red = embedder.embed(List.of(TestPhotos.plain(SIDE, SIDE, 255, 0, 0)))
                    .getFirst();

            assertThat(red.direction().toArray()).containsExactly(1, 0, 0);
            assertThat(red.magnitude()).isCloseTo(1, within(1e-4f));
            assertThat(embedder.embed(List.of(GREY)).getFirst().magnitude())
                    .isCloseTo(0.2f * (float) Math.sqrt(3), within(1e-4f));
            assertThat(embedder.batchSize()).isEqualTo(16);
            assertThat(embedder.manifest().id()).isEqualTo("tiny");
        }
    }

    @Test
    void embed_modelThatNormalises_hasMagnitudeOne() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), true);

        try (InferenceRuntime runtime = open(0)) {
            assertThat(runtime.embedder("tiny").embed(List.of(GREY)).getFirst().magnitude())
                    .isEqualTo(1);
        }
    }

    @Test
    void embed_moreThanABatch_keepsTheOrder() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        assertOrderOf10(3);
    }

    @Test
    void embed_graphFrozenToABatch_isRunWithThatBatch() throws IOException {
        tiny(TinyModel.meanColour("Identity", 4, SIDE), false);

        assertOrderOf10(4);
    }

    @Test
    void embed_nothing_isNothing() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        try (InferenceRuntime runtime = open(0)) {
            assertThat(runtime.embedder("tiny").embed(List.of())).isEmpty();
        }
    }

    @Test
    void embed_cropOfAnotherSize_isRefused() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        try (InferenceRuntime runtime = open(0);
                FaceEmbedder embedder = runtime.embedder("tiny")) {
            assertFails(
                    () -> embedder.embed(List.of(GREY, TestPhotos.plain(112, 96, 0, 0, 0))),
                    ErrorCode.INVALID_ARGUMENT,
                    "a crop for model tiny must have 112×112 pixels, got: 112×96");
        }
    }

    @Test
    void embed_zeroVector_isAnErrorOfTheModel() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        try (InferenceRuntime runtime = open(0);
                FaceEmbedder embedder = runtime.embedder("tiny")) {
            assertFails(
                    () -> embedder.embed(List.of(BLACK)),
                    ErrorCode.MODEL_INVALID,
                    "model tiny must output a finite vector that is not zero, whatever the face, got: norm 0.0");
        }
    }

    @Test
    void embed_infiniteOrNotANumber_isAnErrorOfTheModel() throws IOException {
        tiny(TinyModel.meanColour("Log", 0, SIDE), false);
        try (InferenceRuntime runtime = open(0)) {
            assertThatThrownBy(() -> runtime.embedder("tiny").embed(List.of(BLACK)))
                    .hasMessageEndingWith("got: norm Infinity");
        }

        tiny(TinyModel.meanColour("Acosh", 0, SIDE), false);
        try (InferenceRuntime runtime = open(0)) {
            assertThatThrownBy(() -> runtime.embedder("tiny").embed(List.of(BLACK)))
                    .hasMessageEndingWith("got: norm NaN");
        }
    }

    @Test
    void embedder_anotherDimensionThanTheManifest_isRefused() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);
        Files.writeString(models.resolve("tiny.yaml"), manifest(false).replace("dimension: 3", "dimension: 128"));

        try (InferenceRuntime runtime = open(0)) {
            assertFails(
                    () -> runtime.embedder("tiny"),
                    ErrorCode.MODEL_INVALID,
                    "model tiny must output vectors of dimension 128, got: 3");
        }
    }

    @Test
    void embedder_anotherInputSizeThanTheManifest_isRefused() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, 96), false);

        try (InferenceRuntime runtime = open(0)) {
            assertFails(
                    () -> runtime.embedder("tiny"),
                    ErrorCode.MODEL_INVALID,
                    "model tiny must take float[n, 3, 112, 112], got: FLOAT[-1, 3, 96, 96]");
        }
    }

    @Test
    void embedder_tensorsOfOtherNames_areRefused() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);
        Files.writeString(models.resolve("tiny.yaml"), manifest(false).replace("width: 112", "width: 112, name: data"));
        try (InferenceRuntime runtime = open(0)) {
            assertFails(
                    () -> runtime.embedder("tiny"),
                    ErrorCode.MODEL_INVALID,
                    "model tiny must have one input named data, got: [image]");
        }

        Files.writeString(
                models.resolve("tiny.yaml"), manifest(false).replace("dimension: 3", "dimension: 3, name: fc1"));
        try (InferenceRuntime runtime = open(0)) {
            assertFails(
                    () -> runtime.embedder("tiny"),
                    ErrorCode.MODEL_INVALID,
                    "model tiny must have a float output named fc1, got: [vector]");
        }
    }

    @Test
    void embedder_fileIsNoModel_isRefusedWithModelAndPath() throws IOException {
        tiny(new byte[] {1, 2, 3}, false);

        try (InferenceRuntime runtime = open(0)) {
            assertThatThrownBy(() -> runtime.embedder("tiny"))
                    .hasMessageStartingWith("model tiny must be an ONNX model that runs on CPU, got: "
                            + models.resolve("tiny.onnx") + ", which fails with: ")
                    .hasCauseInstanceOf(ai.onnxruntime.OrtException.class)
                    .extracting(e -> ((LikenessException) e).code())
                    .isEqualTo(ErrorCode.MODEL_INVALID);
        }
    }

    @Test
    void embedderAndDetector_modelOfTheOtherRole_areRefused() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);

        try (InferenceRuntime runtime = open(0)) {
            assertFails(
                    () -> runtime.embedder("yunet"),
                    ErrorCode.INVALID_ARGUMENT,
                    "a model used as embedder must have that role, got: yunet, which has the role detector");
            assertFails(
                    () -> runtime.detector("tiny", DetectionOptions.defaults()),
                    ErrorCode.INVALID_ARGUMENT,
                    "a model used as detector must have that role, got: tiny, which has the role embedder");
        }
    }

    @Test
    void close_twiceOrAfterTheModelsOwn_isFine() throws IOException {
        tiny(TinyModel.meanColour("Identity", 0, SIDE), false);
        InferenceRuntime runtime = open(0);
        FaceEmbedder embedder = runtime.embedder("tiny");

        embedder.close();
        runtime.close();
        runtime.close();

        assertThatThrownBy(() -> runtime.embedder("tiny"))
                .hasMessage("a model must be loaded before the runtime is closed, got: tiny");
    }

    /// Ten greys, each a little lighter, come back in their order.
    private void assertOrderOf10(int batchSize) {
        List<RgbImage> greys = IntStream.range(1, 11)
                .mapToObj(i -> TestPhotos.plain(SIDE, SIDE, 25 * i, 25 * i, 25 * i))
                .toList();
        try (InferenceRuntime runtime = open(batchSize == 4 ? 16 : batchSize);
                FaceEmbedder embedder = runtime.embedder("tiny")) {
            assertThat(embedder.batchSize()).isEqualTo(batchSize);
            List<Embedding> embeddings = embedder.embed(greys);

            assertThat(embeddings).hasSize(10);
            for (int i = 0; i < 10; i++) {
                assertThat(embeddings.get(i).magnitude())
                        .isCloseTo(25 * (i + 1) / 255f * (float) Math.sqrt(3), within(1e-4f));
            }
        }
    }

    private InferenceRuntime open(int batchSize) {
        return InferenceRuntime.open(
                new InferenceOptions(new Device.Cpu(), 1, batchSize, 1L << 30),
                ModelCatalog.of(List.of(models)),
                warning -> {
                    throw new AssertionError("unexpected warning: " + warning);
                });
    }

    private void tiny(byte[] onnx, boolean normalised) throws IOException {
        Files.write(models.resolve("tiny.onnx"), onnx);
        Files.writeString(models.resolve("tiny.yaml"), manifest(normalised));
    }

    private static String manifest(boolean normalised) {
        return """
                id: tiny
                role: embedder
                file: tiny.onnx
                input: {width: 112, height: 112, channels: RGB, scale: 1/255}
                output: {dimension: 3, normalised: %s}
                licence: none
                source: made by hand for tests
                """.formatted(normalised);
    }

    private static void assertFails(Runnable call, ErrorCode code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(LikenessException.class)
                .hasMessage(message)
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(code);
    }
}
