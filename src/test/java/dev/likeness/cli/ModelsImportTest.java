package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestData;
import dev.likeness.cli.LikenessTest.Result;
import dev.likeness.inference.detect.WhiteSquareModel;
import dev.likeness.onnx.RandomWeights;
import dev.likeness.onnx.checkpoint.CheckpointWriter;
import dev.likeness.onnx.checkpoint.PickleWriter;
import dev.likeness.onnx.checkpoint.Tensor;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `likeness models import`, on checkpoints with random weights and on models made by hand.
class ModelsImportTest {
    @TempDir
    private Path folder;

    /// A narrow iResNet-18, seed 1: as deep as the real one, and small.
    private static Map<String, Tensor> weights() {
        return new LinkedHashMap<>(RandomWeights.iResNet(1, List.of(2, 2, 2, 2), new int[] {8, 16, 32, 64}, 32));
    }

    private Path magFace() throws IOException {
        return CheckpointWriter.of("features.module.", weights())
                .arch("iresnet18")
                .zip(folder.resolve("magface_epoch_00025.pth"));
    }

    private Path models() {
        return folder.resolve("models");
    }

    private Result imported(Path file, String... more) {
        List<String> all = new ArrayList<>(List.of("models", "import", file.toString(), "--models=" + models()));
        all.addAll(List.of(more));
        return LikenessTest.run(all.toArray(String[]::new));
    }

    @Test
    void checkpoint_tellsWhatItIsWhatItIsFedAndWhatToTypeNext() throws IOException {
        Result result = imported(magFace());

        assertThat(result.errors()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSize(11).satisfies(lines -> {
            assertThat(lines.get(0))
                    .isEqualTo("detected    iresnet18, 277,024 parameters, family magface (BatchNorm epsilon 2.0e-5)");
            assertThat(lines.get(1)).isEqualTo("input       112×112, BGR, byte · 1/255");
            assertThat(List.<String>copyOf(lines).subList(2, 6))
                    .containsExactly(
                            "assumed     channel order BGR; state it with --channels",
                            "            scaling byte · 1/255; state it with --mean and --std",
                            "            family magface; state it with --family",
                            "            faces aligned to ArcFace's five points on 112×112 pixels");
            assertThat(lines.get(6))
                    .matches(
                            "tested      in ONNX Runtime \\S+: 32 dimensions, magnitude \\S+ to \\S+ on 4 pictures without a face");
            assertThat(lines.get(7)).startsWith("wrote       " + models().resolve("magface_epoch_00025.onnx") + " (");
            assertThat(lines.get(8)).isEqualTo("            " + models().resolve("magface_epoch_00025.yaml"));
            assertThat(lines.get(9))
                    .isEqualTo("next        likeness ingest PATH --gallery NEW --embedder magface_epoch_00025");
            assertThat(lines.get(10))
                    .isEqualTo(
                            "            likeness gallery reembed --embedder magface_epoch_00025  (for an existing gallery)");
        });
        assertThat(LikenessTest.run("models", "list", "--models=" + models()).output())
                .containsPattern("magface_epoch_00025 +embedder +present ");
    }

    @Test
    void mobileFaceNetOfAnotherProject_isFedAsThatProjectFeedsIt() throws IOException {
        Path face = CheckpointWriter.of("", RandomWeights.blocksMobileFaceNet(1, 8, 6, 16))
                .under("net_state_dict")
                .zip(folder.resolve("068.ckpt"));
        Path foamliu = CheckpointWriter.of("module.", RandomWeights.relu6MobileFaceNet(2, 8, 16))
                .zip(folder.resolve("mobilefacenet.pt"));

        Result result = imported(face);

        assertThat(result.errors()).isEmpty();
        assertThat(result.lines())
                .anyMatch(line -> line.matches("detected {4}mobilefacenet of Face_Pytorch and MobileFaceNet_Pytorch,"
                        + " [\\d,]+ parameters \\(BatchNorm epsilon 1\\.0e-5\\)"))
                .contains(
                        "input       112×112, RGB, (byte − 127.5) / 128.0",
                        "assumed     channel order RGB; state it with --channels")
                .noneMatch(line -> line.contains("family"));
        assertThat(imported(foamliu, "--json").json().get("input").asString())
                .isEqualTo("112×112, RGB, (byte · 1/255 − [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]");
    }

    @Test
    void importedEmbedder_ingestsAndSearches() throws IOException {
        Path photo = TestData.require("groups/t1.jpg");
        imported(magFace(), "--id=mine");
        String models = "--models=" + TestData.require("models") + File.pathSeparator + models();
        String index = "--index=" + folder.resolve("index");

        Result ingested = LikenessTest.run("ingest", photo.toString(), "--embedder=mine", "--json", models, index);

        assertThat(ingested.status()).isZero();
        assertThat(ingested.json().get("faces").asInt()).isPositive();
        assertThat(LikenessTest.run("gallery", "list", models, index).output()).contains("mine");
        JsonNode hit = LikenessTest.run("search", photo.toString(), "-k", "1", "--json", models, index)
                .json()
                .get("faces")
                .get(0)
                .get("hits")
                .get(0);
        assertThat(hit.get("cosine").asDouble()).isGreaterThan(0.999);
    }

    @Test
    void importedDetector_findsWhatItsTensorsSay() throws IOException {
        Path file = Files.write(folder.resolve("det_white.onnx"), new WhiteSquareModel(3, true).onnx(0));

        Result result = imported(file, "--json");

        assertThat(result.status()).isZero();
        JsonNode answer = result.json();
        assertThat(answer.get("role").asString()).isEqualTo("detector");
        assertThat(answer.get("architecture").asString()).isEqualTo("SCRFD detector with five points at 3 strides");
        assertThat(answer.get("family").isNull()).isTrue();
        assertThat(answer.get("input").asString())
                .isEqualTo("any size, padded to multiples of 32, RGB, (byte − 127.5) / 128.0");
        assertThat(answer.get("next").get(0).asString()).isEqualTo("likeness ingest PATH --detector det_white");

        Path photo = TestData.require("groups/t1.jpg");
        String models = "--models=" + TestData.require("models") + File.pathSeparator + models();
        Result ingested = LikenessTest.run(
                "ingest",
                photo.toString(),
                "--detector=det_white",
                "--json",
                models,
                "--index=" + folder.resolve("index"));
        assertThat(ingested.status()).isZero();
        assertThat(ingested.json().get("added").asInt()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--half", "--int8"})
    void compressed_tellsWhatItCostsAndIsSmaller(String flag) throws IOException {
        long whole = imported(magFace(), "--json").json().get("bytes").asLong();

        Result result = imported(magFace(), "--json", flag);

        assertThat(result.status()).isZero();
        assertThat(result.json().get("minCosine").asDouble()).isBetween(0.98, 1.0);
        assertThat(result.json().get("bytes").asLong()).isLessThan((long) (0.6 * whole));
    }

    @Test
    void bothPrecisions_areRefused() throws IOException {
        assertThat(imported(magFace(), "--half", "--int8").status()).isEqualTo(2);
    }

    @Test
    void output_elsewhere_isNamedInTheNextCommand() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");

        Result result = imported(magFace(), "--id=mine", "--output=" + elsewhere);

        assertThat(result.lines())
                .contains("next        likeness ingest PATH --gallery NEW --embedder mine --models " + elsewhere);
        assertThat(files(elsewhere)).containsExactly("mine.onnx", "mine.yaml");
        assertThat(models()).doesNotExist();
    }

    @Test
    void twice_isRefusedUntilForced() throws IOException {
        imported(magFace());

        Result again = imported(magFace());

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.errors().lines())
                .containsExactly(
                        "likeness: an import must not overwrite a file unless told to, got: "
                                + models().resolve("magface_epoch_00025.yaml"),
                        "To overwrite the file, repeat the command with --force");
        assertThat(imported(magFace(), "--force").status()).isZero();
    }

    @Test
    void idOfABuiltInModel_isRefusedWithTheWayOut() throws IOException {
        refuses(
                imported(magFace(), "--id=yunet"),
                "a model's id must be its own, got: yunet, which another manifest has; choose one with --id");
        assertThat(models()).doesNotExist();
    }

    @Test
    void hostilePickle_isRefusedByTheGlobalItAsksFor() throws IOException {
        byte[] hostile = new PickleWriter(2)
                .global("posix", "system")
                .op('(')
                .text("touch /tmp/owned")
                .op('t')
                .op('R')
                .toBytes();
        Path zip = CheckpointWriter.zip(folder.resolve("a.pth"), hostile, List.of());
        byte[] head = CheckpointWriter.legacyHead();
        byte[] both = Arrays.copyOf(head, head.length + hostile.length);
        System.arraycopy(hostile, 0, both, head.length, hostile.length);
        Path legacy = Files.write(folder.resolve("b.pth"), both);

        for (Path file : List.of(zip, legacy)) {
            refuses(
                    imported(file),
                    "checkpoint %s refers to posix.system, which is not allowed because unpickling runs code"
                            .formatted(file));
        }
    }

    @Test
    void truncatedFiles_areRefusedInALine() throws IOException {
        Path zip = magFace();
        Path legacy = CheckpointWriter.of("", weights()).legacy(folder.resolve("legacy.pth"));
        Path onnx = Files.write(folder.resolve("a.onnx"), new WhiteSquareModel(3, true).onnx(0));

        refuses(imported(cut(zip)), "checkpoint %s must be a complete ZIP, got: ".formatted(zip));
        refuses(imported(cut(legacy)), "checkpoint %s: the storage ".formatted(legacy));
        refuses(imported(cut(onnx)), "model %s must be a complete ONNX file, got: ".formatted(onnx));
        refuses(
                imported(Files.write(folder.resolve("empty.pth"), new byte[0])),
                "an import must be a PyTorch checkpoint or an ONNX model, got: %s, which begins with nothing"
                        .formatted(folder.resolve("empty.pth")));
    }

    private static Path cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(bytes, bytes.length - 5000));
    }

    @Test
    void flippedBit_isFoundByTheChecksum() throws IOException {
        Path file = magFace();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        refuses(imported(file), "checkpoint %s: the record archive/data/".formatted(file));
    }

    @Test
    void tensorOfAnotherShape_isNamedWithBothShapes() throws IOException {
        Map<String, Tensor> weights = weights();
        weights.put("layer2.0.prelu.weight", Tensor.of(new float[1], 1));
        Path file = CheckpointWriter.of("", weights).zip(folder.resolve("r18.pth"));

        refuses(imported(file), file + ": layer2.0.prelu.weight must have shape [16], got: [1]");
    }

    @Test
    void fileThatIsNotThere_isToldInALine() {
        refuses(imported(folder.resolve("none.pth")), "no such file: " + folder.resolve("none.pth"));
    }

    @Test
    void onnxThatDoesNotRun_isRefusedByItsOwnNameAndLeavesNothing() throws IOException {
        OnnxGraph.Builder graph = OnnxGraph.builder("broken");
        String image = graph.input("image", Dimension.of("n"), Dimension.of(3), Dimension.of(112), Dimension.of(112));
        graph.output(graph.node("vector", "NoSuchOperator", List.of(image)), Dimension.of("n"), Dimension.of(512));
        Path file = Files.write(folder.resolve("broken.onnx"), graph.build().toBytes());

        Result result = imported(file);

        refuses(result, "model broken must be an ONNX model that runs on ");
        assertThat(result.errors())
                .contains("got: " + file + ", which fails with: ")
                .contains("NoSuchOperator");
        assertThat(files(models())).isEmpty();
    }

    @Test
    void onnxWithFlags_isFedAsTold() throws IOException {
        OnnxGraph.Builder graph = OnnxGraph.builder("mean colour");
        String image = graph.input("image", Dimension.of("n"), Dimension.of(3), Dimension.of(112), Dimension.of(112));
        String pooled = graph.node("pooled", "GlobalAveragePool", List.of(image));
        graph.output(graph.node("vector", "Flatten", List.of(pooled)), Dimension.of("n"), Dimension.of(3));
        Path file = Files.write(folder.resolve("mean.onnx"), graph.build().toBytes());

        JsonNode answer = imported(file, "--json", "--channels=bgr", "--mean=127.5", "--std=50,60,70")
                .json();

        assertThat(answer.get("input").asString()).isEqualTo("112×112, BGR, (byte − 127.5) / [50.0, 60.0, 70.0]");
        assertThat(answer.get("dimension").asInt()).isEqualTo(3);
        assertThat(answer.get("assumed").values())
                .extracting(JsonNode::asString)
                .containsExactly("faces aligned to ArcFace's five points on 112×112 pixels");
        refuses(imported(file, "--force", "--mean=1"), "mean and std must be given together, got: one of them");
        refuses(imported(file, "--force", "--channels=GRB"), "channels must be RGB or BGR, got: GRB");
        refuses(
                imported(file, "--force", "--int8"),
                "an .onnx file is imported as it is, so its precision must be float32, got: int8 for " + file);
    }

    /// One line, and the caller's move.
    private static void refuses(Result result, String beginning) {
        assertThat(result.output()).isEmpty();
        assertThat(result.errors().lines()).singleElement().asString().startsWith("likeness: " + beginning);
        assertThat(result.status()).isEqualTo(2);
    }

    private static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
