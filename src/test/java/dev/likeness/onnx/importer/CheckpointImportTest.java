package dev.likeness.onnx.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestData;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.OnnxRuntime;
import dev.likeness.onnx.RandomWeights;
import dev.likeness.onnx.checkpoint.CheckpointWriter;
import dev.likeness.onnx.checkpoint.NaiveNetwork;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.checkpoint.Tensor;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.ElementType;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.onnx.graph.OnnxModelInfo;
import dev.likeness.onnx.graph.ValueInfo;
import dev.likeness.onnx.graph.WeightPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
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

    private static final ImportOptions REPLACING =
            new ImportOptions(Optional.empty(), WeightPrecision.FLOAT32, true, ImportOptions.Overrides.none());

    @TempDir
    Path directory;

    private static ImportOptions called(String id) {
        return new ImportOptions(Optional.of(id), WeightPrecision.FLOAT32, false, ImportOptions.Overrides.none());
    }

    private static Map<String, Tensor> narrow(String blocks, long seed) {
        List<Integer> counts =
                Arrays.stream(blocks.split("-")).map(Integer::valueOf).toList();
        return RandomWeights.iResNet(seed, counts, NARROW, 32);
    }

    private Path models() {
        return directory.resolve("models");
    }

    private static ImportedModel imported(Path file, Path models, ImportOptions options) {
        return CheckpointImport.run(file, models, options, _ -> {});
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

        ImportedModel imported = imported(checkpoint, models(), ImportOptions.defaults());

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

        ImportedModel imported = imported(checkpoint, models(), ImportOptions.defaults());

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

        ImportedModel imported = imported(checkpoint, models(), called("mbf-16"));

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

        ImportedModel imported =
                imported(checkpoint, models(), ImportOptions.defaults().withPrecision(WeightPrecision.INT8));

        assertThat(imported.model()).hasFileName("r18-int8.onnx");
        assertThat(OnnxModelInfo.read(imported.model()).operators()).startsWith("Cast", "Mul");
    }

    @Test
    void run_twice_isRefusedUntilToldToReplace() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));
        imported(checkpoint, models(), ImportOptions.defaults());

        assertThatThrownBy(() -> imported(checkpoint, models(), ImportOptions.defaults()))
                .hasMessage("an import must not overwrite a file unless told to, got: " + models().resolve("r18.yaml"))
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
                    assertThat(refused.facts().remedies())
                            .containsExactly(new Remedy.OverwriteFile(models().resolve("r18.yaml")));
                });

        imported(checkpoint, models(), REPLACING);
        assertThat(filesIn(models())).containsExactly("r18.onnx", "r18.yaml");
    }

    @Test
    void run_damagedCheckpoint_leavesNoFile() throws Exception {
        Map<String, Tensor> weights = new LinkedHashMap<>(narrow("2-2-2-2", 1));
        weights.remove("features.weight");
        Path checkpoint = CheckpointWriter.of("", weights).zip(directory.resolve("r18.pth"));

        assertThatThrownBy(() -> imported(checkpoint, models(), ImportOptions.defaults()))
                .hasMessage(checkpoint + " must contain the tensor features.weight, got no tensor with that name");
        assertThat(filesIn(models())).isEmpty();
    }

    @Test
    void run_noSuchFile_isNotFound() {
        Path file = directory.resolve("none.pth");

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessage("no such file: " + file);
    }

    @Test
    void options_idWithASlash_isRefused() {
        assertThatThrownBy(() -> called("../evil"))
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

        ImportedModel imported = imported(file, models(), ImportOptions.defaults());

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

        ImportedModel imported = imported(file, models(), ImportOptions.defaults());

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

        ImportedModel imported = imported(file, models(), ImportOptions.defaults());

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

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessage(
                        "model %s must have 1 output (an embedder) or 9 or 15 (SCRFD with five points), got: [a FLOAT[1, 2], b FLOAT[1, 3]]"
                                .formatted(file));
    }

    @Test
    void run_onnxInInt8_isRefused() throws Exception {
        Path file = onnx("r50.onnx", face(), List.of(output("683", 1, 512)));

        assertThatThrownBy(
                        () -> imported(file, models(), ImportOptions.defaults().withPrecision(WeightPrecision.INT8)))
                .hasMessage(
                        "an .onnx file is imported as it is, so its precision must be float32, got: int8 for " + file);
    }

    @Test
    void read_realMobileFaceNet_findsItsInterface() {
        OnnxModelInfo model = OnnxModelInfo.read(TestData.require("models/mobilefacenet_128d.onnx"));

        assertThat(model.inputs()).extracting(ValueInfo::name).containsExactly("input0");
        assertThat(model.outputs()).hasSize(1);
        assertThat(model.outputs().getFirst().name()).isEqualTo("output0");
        assertThat(model.outputs().getFirst().shape()).last().isEqualTo(Dimension.of(128));
        assertThat(model.operators()).contains("Conv");
        assertThat(model.constants()).isNotEmpty();
    }

    @Test
    void run_realYuNet_isKnownByItsTensors() throws Exception {
        ImportedModel imported =
                imported(TestData.require("models/yunet_n_dynamic.onnx"), models(), ImportOptions.defaults());

        assertThat(imported.format())
                .isInstanceOfSatisfying(
                        DetectedFormat.Graph.class,
                        graph -> assertThat(graph.kind()).isEqualTo("YuNet detector"));
        assertThat(Files.readString(imported.manifest())).contains("""
                        role: detector
                        """).contains("""
                        input:
                          name: input
                          multiple: 32
                          channels: BGR
                          scale: 1
                        output:
                          decoder: yunet
                        """);
    }

    /// SCRFD's outputs in the order of InsightFace's files: all scores, all boxes, all points.
    private static List<ValueInfo> scrfd(int levels, boolean rowsAreKnown, boolean batched) {
        List<ValueInfo> outputs = new ArrayList<>();
        for (int columns : new int[] {1, 4, 10}) {
            for (int level = 0; level < levels; level++) {
                long rows = rowsAreKnown ? 12800 >> (2 * level) : 0;
                String name = "%d_%d".formatted(columns, level);
                outputs.add(batched ? output(name, 1, rows, columns) : output(name, rows, columns));
            }
        }
        return outputs;
    }

    private static List<Dimension> photo(int side) {
        Dimension free = side == 0 ? Dimension.of("?") : Dimension.of(side);
        return List.of(Dimension.of(1), Dimension.of(3), free, free);
    }

    @ParameterizedTest(name = "{0} levels, rows known: {1}, batched: {2}, side {3}: {4}")
    @CsvSource({
        "3, false, true, 0, multiple: 32",
        "3, true, false, 640, width: 640",
        "5, false, false, 0, multiple: 128",
        "5, true, true, 640, width: 640"
    })
    void run_scrfdOnnxOfAnyLayout_isDescribed(int levels, boolean rows, boolean batched, int side, String size)
            throws Exception {
        Path file = onnx("det.onnx", photo(side), scrfd(levels, rows, batched));

        String yaml = Files.readString(
                imported(file, models(), ImportOptions.defaults()).manifest());

        assertThat(yaml).contains(size);
        List<String> boxes = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            boxes.add("\"4_%d\"".formatted(level));
        }
        assertThat(yaml).contains("boxes: " + boxes);
    }

    @Test
    void run_scrfdOnnxWithoutPoints_isRefusedForThem() throws Exception {
        Path file = onnx("det.onnx", photo(0), scrfd(3, true, false).subList(0, 6));

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessageStartingWith(
                        "model %s must output five landmarks per face, which alignment needs, got 6 outputs: ["
                                .formatted(file));
    }

    @Test
    void run_scrfdOnnxOfUnevenSize_isRefused() throws Exception {
        Path file = onnx("det.onnx", photo(650), scrfd(3, false, false));

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessage(
                        "model %s must take images whose sides are multiples of 32, got: input.1 FLOAT[1, 3, 650, 650]"
                                .formatted(file));
    }

    @Test
    void run_detectorOnnxThatHidesItsColumns_isTakenInOrderOnDemandOnly() throws Exception {
        List<ValueInfo> hidden = scrfd(3, false, false).stream()
                .map(output -> output(output.name(), 0, 0))
                .toList();
        Path file = onnx("det.onnx", photo(0), hidden);

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessageStartingWith("model %s must say how many columns its outputs have, got: [".formatted(file))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused ->
                                assertThat(refused.facts().remedies()).containsExactly(new Remedy.DeclareDetector()));
        assertThat(Files.readString(imported(file, models(), told(Optional.of(Role.DETECTOR), Optional.empty()))
                        .manifest()))
                .contains("points: [\"10_0\", \"10_1\", \"10_2\"]");
    }

    @Test
    void run_embedderOnnxWithAnotherOutputBesideIts_isTakenOnDemandOnly() throws Exception {
        Path file = onnx("two.onnx", face(), List.of(output("map", 1, 8, 7, 7), output("vector", 0, 512)));

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessageContaining("must have 1 output (an embedder)");
        assertThat(Files.readString(imported(file, models(), told(Optional.of(Role.EMBEDDER), Optional.empty()))
                        .manifest()))
                .contains("name: vector\n  dimension: 512");
    }

    @Test
    void run_embedderOnnxOfAnotherFaceSize_isRefused() throws Exception {
        List<Dimension> small = List.of(Dimension.of(1), Dimension.of(3), Dimension.of(96), Dimension.of(96));
        Path file = onnx("genderage.onnx", small, List.of(output("fc1", 1, 3)));

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessage(
                        "model %s must take faces of 112×112 pixels to be an embedder, got: input.1 FLOAT[1, 3, 96, 96]"
                                .formatted(file));
    }

    @Test
    void run_magFaceOnnxOfOthers_isFedAsItsFamilySays() throws Exception {
        Path file = onnx("magface.onnx", face(), List.of(output("683", 1, 512)));

        assertThat(Files.readString(imported(file, models(), told(Optional.empty(), Optional.of(Family.MAGFACE)))
                        .manifest()))
                .contains("channels: BGR\n  scale: 1/255\noutput:")
                .contains("magnitudes: [10, 110]");
    }

    @Test
    void run_withChannelsMeanAndStd_writesThoseInsteadOfTheConventions() throws Exception {
        Path file = onnx("own.onnx", face(), List.of(output("683", 1, 512)));
        ImportOptions.Overrides overrides = new ImportOptions.Overrides(
                Optional.empty(),
                Optional.empty(),
                Optional.of("BGR"),
                Optional.of(List.of(104f, 117f, 123f)),
                Optional.of(List.of(57f, 58f, 59f)));

        ImportedModel imported = imported(
                file, models(), new ImportOptions(Optional.empty(), WeightPrecision.FLOAT32, false, overrides));

        assertThat(Files.readString(imported.manifest()))
                .contains("channels: BGR\n  scale: 1\n  mean: [104.0, 117.0, 123.0]\n  std: [57.0, 58.0, 59.0]");
        assertThat(imported.description().input().formula())
                .isEqualTo("BGR, (byte − [104.0, 117.0, 123.0]) / [57.0, 58.0, 59.0]");
    }

    @Test
    void overrides_meanWithoutStd_isRefused() {
        assertThatThrownBy(() -> new ImportOptions.Overrides(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of(1f, 1f, 1f)),
                        Optional.empty()))
                .hasMessage("mean and std must be given together, got: one of them");
    }

    @Test
    void run_checkpointTakenForAnotherFamily_hasItsEpsilonAndInput() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));

        ImportedModel imported = imported(checkpoint, models(), told(Optional.empty(), Optional.of(Family.MAGFACE)));

        assertThat(imported.format()).isInstanceOfSatisfying(DetectedFormat.Checkpoint.class, found -> {
            assertThat(found.architecture()).isEqualTo("iresnet18");
            assertThat(found.epsilon()).isEqualTo(2e-5);
        });
        assertThat(imported.description().input().formula()).isEqualTo("BGR, byte · 1/255");
    }

    @Test
    void run_checkThatThrows_leavesNothing() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));

        assertThatThrownBy(() -> CheckpointImport.run(checkpoint, models(), ImportOptions.defaults(), staged -> {
                    assertThat(staged.model()).hasFileName("r18.onnx").isNotEmptyFile();
                    assertThat(staged.manifest()).isNotEmptyFile();
                    throw new LikenessException(ErrorCode.MODEL_INVALID, "does not run");
                }))
                .hasMessage("does not run");
        assertThat(filesIn(models())).isEmpty();
    }

    @Test
    void run_afterAKillBetweenTheTwoFiles_goesOn() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));
        Files.delete(imported(checkpoint, models(), ImportOptions.defaults()).manifest());

        imported(checkpoint, models(), ImportOptions.defaults());

        assertThat(filesIn(models())).containsExactly("r18.onnx", "r18.yaml");
    }

    @Test
    void run_anotherModelsFileOfThatName_isNotOverwritten() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));
        Files.createDirectories(models());
        Path other = Files.writeString(models().resolve("r18.onnx"), "somebody's");

        assertThatThrownBy(() -> imported(checkpoint, models(), ImportOptions.defaults()))
                .hasMessage("an import must not overwrite a file unless told to, got: " + other);
        assertThat(other).hasContent("somebody's");
        assertThat(filesIn(models())).containsExactly("r18.onnx");
    }

    @Test
    void run_leftOversOfAKilledImport_goOnceTheyAreOld() throws Exception {
        Path checkpoint = CheckpointWriter.of("", narrow("2-2-2-2", 1)).zip(directory.resolve("r18.pth"));
        Path old = Files.createDirectories(models().resolve(".import-1"));
        Files.writeString(old.resolve("r18.onnx"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path running = Files.createDirectories(models().resolve(".import-2"));

        imported(checkpoint, models(), ImportOptions.defaults());

        assertThat(old).doesNotExist();
        assertThat(running).exists();
    }

    @Test
    void run_fileOfNoKnownKind_isRefusedWithItsFirstBytes() throws Exception {
        Path file = Files.writeString(directory.resolve("model.pth"), "version https://git-lfs");

        assertThatThrownBy(() -> imported(file, models(), ImportOptions.defaults()))
                .hasMessage(
                        "an import must be a PyTorch checkpoint or an ONNX model, got: %s, which begins with 76 65 72 73 69 6f 6e 20"
                                .formatted(file))
                .extracting(e -> ((LikenessException) e).code())
                .isEqualTo(ErrorCode.UNSUPPORTED_FORMAT);
        assertThat(models()).doesNotExist();
    }

    /// The counts that MagFace's code prints for its networks.
    @ParameterizedTest(name = "blocks {0} at full width: {1} parameters")
    @CsvSource({"2-2-2-2, 24025600", "3-4-14-3, 43590848"})
    void parameters_fullWidth_areAsPublished(String blocks, long parameters) {
        List<Integer> counts =
                Arrays.stream(blocks.split("-")).map(Integer::valueOf).toList();
        Map<String, Tensor> weights = RandomWeights.iResNet(1, counts, new int[] {64, 128, 256, 512}, 512);

        assertThat(StateDict.of("random", weights).parameters()).isEqualTo(parameters);
    }

    private static ImportOptions told(Optional<Role> role, Optional<Family> family) {
        return new ImportOptions(
                Optional.empty(),
                WeightPrecision.FLOAT32,
                false,
                new ImportOptions.Overrides(role, family, Optional.empty(), Optional.empty(), Optional.empty()));
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
