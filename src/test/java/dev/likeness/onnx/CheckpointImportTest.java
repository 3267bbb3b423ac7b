package dev.likeness.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestData;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointImportTest {
    private static final int[] NARROW = {8, 16, 32, 64};

    @TempDir
    Path directory;

    private static Map<String, Tensor> narrow(String blocks, long seed) {
        List<Integer> counts =
                Arrays.stream(blocks.split("-")).map(Integer::valueOf).toList();
        return RandomWeights.iResNet(seed, counts, NARROW, 32);
    }

    private Path models() {
        return directory.resolve("models");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @ParameterizedTest(name = "blocks {0}, {1} container, prefix \"{2}\", epsilon {3}, seed 41")
    @CsvSource({
        "2-2-2-2, zip, features.module., 2e-5",
        "2-2-2-2, legacy, module.features., 2e-5",
        "2-2-2-2, legacy, module., 1e-5",
        "3-4-14-3, zip, '', 1e-5",
        "3-4-14-3, legacy, features.module., 2e-5"
    })
    void run_randomIResNet_answersAsTheNaiveForwardPass(String blocks, String container, String prefix, double epsilon)
            throws Exception {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow(blocks, 41));
        // a variance this small makes the family's epsilon matter
        weights.put("bn1.running_var", Tensor.of(new float[] {1, 1, 1e-3f, 1, 1, 1e-3f, 1, 1}, 8));
        CheckpointWriter writer = CheckpointWriter.of(prefix, weights);
        Path file = directory.resolve("m.pth");
        Path checkpoint = container.equals("zip") ? writer.zip(file) : writer.legacy(file);
        float[] faces = RandomWeights.faces(42, 2);

        ImportedModel imported = CheckpointImport.run(checkpoint, models(), ImportOptions.defaults());

        float[][] answer = OnnxRuntime.embed(Files.readAllBytes(imported.model()), faces, 2);
        double largest = 0;
        for (int face = 0; face < 2; face++) {
            double[] expected = new NaiveNetwork(weights, epsilon).iResNet(faces, face);
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i] - answer[face][i]));
            }
        }
        assertThat(largest).isCloseTo(0, within(1e-4));
    }

    @Test
    void run_magFaceCheckpoint_writesItsManifest() throws Exception {
        Path checkpoint = CheckpointWriter.of("features.module.", narrow("2-2-2-2", 1))
                .arch("iresnet18")
                .zip(directory.resolve("MagFace epoch 25.pth"));

        ImportedModel imported = CheckpointImport.run(checkpoint, models(), ImportOptions.defaults());

        assertThat(imported.model()).isEqualTo(models().resolve("magface-epoch-25.onnx"));
        assertThat(imported.manifest()).isEqualTo(models().resolve("magface-epoch-25.yaml"));
        assertThat(Files.readString(imported.manifest()))
                .isEqualTo("""
                        id: magface-epoch-25
                        role: embedder
                        file: magface-epoch-25.onnx
                        sha256: "%s"
                        input:
                          name: input
                          width: 112
                          height: 112
                          channels: BGR
                          scale: 1/255
                        output:
                          name: embedding
                          dimension: 32
                          normalised: false
                          magnitudes: [10, 110]
                        licence: "not stated in the file; MagFace's code is Apache-2.0"
                        source: "imported from MagFace epoch 25.pth (sha256 %s)"
                        """.formatted(sha256(imported.model()), sha256(checkpoint)));
        assertThat(filesIn(models())).containsExactly("magface-epoch-25.onnx", "magface-epoch-25.yaml");
    }

    @Test
    void run_insightFaceCheckpoint_writesItsManifest() throws Exception {
        Path checkpoint = CheckpointWriter.of("", RandomWeights.mobileFaceNet(1, 8, true, 16))
                .zip(directory.resolve("backbone.pth"));

        ImportedModel imported = CheckpointImport.run(
                checkpoint, models(), new ImportOptions(Optional.of("mbf-16"), WeightPrecision.FLOAT32, false));

        assertThat(Files.readString(imported.manifest())).contains("""
                        input:
                          name: input
                          width: 112
                          height: 112
                          channels: RGB
                          scale: 1
                          mean: [127.5, 127.5, 127.5]
                          std: [127.5, 127.5, 127.5]
                        output:
                          name: embedding
                          dimension: 16
                          normalised: false
                        licence""");
        assertThat(imported.model()).hasFileName("mbf-16.onnx");
    }

    @Test
    void run_asInt8_namesTheFilesAfterIt() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));

        ImportedModel imported = CheckpointImport.run(
                checkpoint, models(), new ImportOptions(Optional.empty(), WeightPrecision.INT8, false));

        assertThat(imported.model()).hasFileName("r18-int8.onnx");
        assertThat(OnnxModel.read(imported.model()).operators()).startsWith("Cast", "Mul");
    }

    @Test
    void run_twice_isRefusedUntilToldToReplace() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));
        CheckpointImport.run(checkpoint, models(), ImportOptions.defaults());

        assertThatThrownBy(() -> CheckpointImport.run(checkpoint, models(), ImportOptions.defaults()))
                .hasMessage("an import must not overwrite a file unless told to replace it, got: "
                        + models().resolve("r18.onnx"))
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);

        CheckpointImport.run(checkpoint, models(), new ImportOptions(Optional.empty(), WeightPrecision.FLOAT32, true));
        assertThat(filesIn(models())).containsExactly("r18.onnx", "r18.yaml");
    }

    @Test
    void run_damagedCheckpoint_leavesNoFile() throws Exception {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow("2-2-2-2", 1));
        weights.remove("features.weight");
        Path checkpoint = CheckpointWriter.of("", weights).zip(directory.resolve("r18.pth"));

        assertThatThrownBy(() -> CheckpointImport.run(checkpoint, models(), ImportOptions.defaults()))
                .hasMessage(checkpoint + " must hold the tensor features.weight, got none of that name");
        assertThat(filesIn(models())).isEmpty();
    }

    @Test
    void run_noSuchFile_isNotFound() {
        Path file = directory.resolve("none.pth");

        assertThatThrownBy(() -> CheckpointImport.run(file, models(), ImportOptions.defaults()))
                .hasMessage("no such file: " + file);
    }

    @Test
    void options_idWithASlash_isRefused() {
        assertThatThrownBy(() -> new ImportOptions(Optional.of("../evil"), WeightPrecision.FLOAT32, false))
                .hasMessage(
                        "a model's id must be 1 to 64 lower-case letters, digits, '-', '_' and '.', a letter or digit first, got: \"../evil\"");
    }

    /// An `.onnx` with one node for each output; it need not compute anything sensible to be described.
    private Path onnx(String name, List<Dimension> input, List<ValueInfo> outputs, String... firstOperators)
            throws IOException {
        OnnxGraph.Builder graph = OnnxGraph.builder("foreign");
        String x = graph.input("input.1", input.toArray(Dimension[]::new));
        for (String operator : firstOperators) {
            x = graph.node(operator + ".out", operator, List.of(x, x));
        }
        for (ValueInfo output : outputs) {
            graph.output(
                    graph.node(output.name(), "Identity", List.of(x)),
                    output.shape().toArray(Dimension[]::new));
        }
        return Files.write(directory.resolve(name), graph.build().toBytes());
    }

    private static List<Dimension> face() {
        return List.of(Dimension.of(""), Dimension.of(3), Dimension.of(112), Dimension.of(112));
    }

    private static ValueInfo output(String name, long... shape) {
        List<Dimension> sides = new ArrayList<>();
        for (long side : shape) {
            sides.add(side == 0 ? Dimension.of("") : Dimension.of(side));
        }
        return new ValueInfo(name, ElementType.FLOAT, sides);
    }

    @Test
    void run_arcFaceOnnx_isCopiedAndDescribed() throws Exception {
        Path file = onnx("w600k_r50.onnx", face(), List.of(output("683", 1, 512)));

        ImportedModel imported = CheckpointImport.run(file, models(), ImportOptions.defaults());

        assertThat(imported.model()).hasSameBinaryContentAs(file);
        assertThat(Files.readString(imported.manifest())).contains("""
                        role: embedder
                        file: w600k_r50.onnx
                        sha256: "%s"
                        input:
                          name: input.1
                          width: 112
                          height: 112
                          channels: RGB
                          scale: 1
                          mean: [127.5, 127.5, 127.5]
                          std: [127.5, 127.5, 127.5]
                        output:
                          name: "683"
                          dimension: 512
                          normalised: false
                        """.formatted(sha256(file)));
    }

    @Test
    void run_arcFaceOnnxThatNormalisesItsInput_isFedBytes() throws Exception {
        Path file = onnx("r100.onnx", face(), List.of(output("fc1", 1, 512)), "Sub", "Mul");

        ImportedModel imported = CheckpointImport.run(file, models(), ImportOptions.defaults());

        assertThat(Files.readString(imported.manifest())).contains("scale: 1\noutput:");
    }

    @Test
    void run_scrfdOnnx_groupsItsOutputsByStride() throws Exception {
        List<ValueInfo> outputs = List.of(
                output("448", 12800, 1),
                output("494", 800, 1),
                output("471", 3200, 1),
                output("451", 12800, 4),
                output("474", 3200, 4),
                output("497", 800, 4),
                output("454", 12800, 10),
                output("477", 3200, 10),
                output("500", 800, 10));
        List<Dimension> input = List.of(Dimension.of(1), Dimension.of(3), Dimension.of("?"), Dimension.of("?"));
        Path file = onnx("det_10g.onnx", input, outputs);

        ImportedModel imported = CheckpointImport.run(file, models(), ImportOptions.defaults());

        assertThat(Files.readString(imported.manifest())).contains("""
                        id: det_10g
                        role: detector
                        """).contains("""
                        input:
                          name: input.1
                          multiple: 32
                          channels: RGB
                          scale: 1
                          mean: [127.5, 127.5, 127.5]
                          std: [128.0, 128.0, 128.0]
                        output:
                          decoder: scrfd
                          scores: ["448", "471", "494"]
                          boxes: ["451", "474", "497"]
                          points: ["454", "477", "500"]
                        """);
    }

    @Test
    void run_onnxOfAnotherKind_isRefusedWithItsOutputs() throws Exception {
        Path file = onnx("two.onnx", face(), List.of(output("a", 1, 2), output("b", 1, 3)));

        assertThatThrownBy(() -> CheckpointImport.run(file, models(), ImportOptions.defaults()))
                .hasMessage(
                        "model %s must have 1 output (an embedder) or 9 (SCRFD with five points), got: [a FLOAT[1, 2], b FLOAT[1, 3]]"
                                .formatted(file));
    }

    @Test
    void run_onnxInInt8_isRefused() throws Exception {
        Path file = onnx("r50.onnx", face(), List.of(output("683", 1, 512)));

        assertThatThrownBy(() -> CheckpointImport.run(
                        file, models(), new ImportOptions(Optional.empty(), WeightPrecision.INT8, false)))
                .hasMessage(
                        "an .onnx file is imported as it is, so its precision must be float32, got: int8 for " + file);
    }

    @Test
    void read_realMobileFaceNet_findsItsInterface() {
        OnnxModel model = OnnxModel.read(TestData.require("models/mobilefacenet_128d.onnx"));

        assertThat(model.inputs()).extracting(ValueInfo::name).containsExactly("input0");
        assertThat(model.outputs()).hasSize(1);
        assertThat(model.outputs().getFirst().name()).isEqualTo("output0");
        assertThat(model.outputs().getFirst().shape()).last().isEqualTo(Dimension.of(128));
        assertThat(model.operators()).contains("Conv");
        assertThat(model.constants()).isNotEmpty();
    }

    @Test
    void run_realYuNet_isRefusedForItsTwelveOutputs() {
        Path file = TestData.require("models/yunet_n_dynamic.onnx");

        assertThatThrownBy(() -> CheckpointImport.run(file, models(), ImportOptions.defaults()))
                .hasMessageStartingWith(
                        "model %s must have 1 output (an embedder) or 9 (SCRFD with five points), got: [cls_8"
                                .formatted(file));
    }

    private static List<String> filesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
