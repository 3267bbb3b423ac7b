package dev.likeness.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
    private static final String EMBEDDER = """
        id: mine
        role: embedder
        file: mine.onnx
        sha256: "%s"
        input:
          name: data
          width: 112
          height: 96
          channels: BGR
          scale: 1/255
          mean: [0.1, 0.2, 0.3]
          std: [1, 2, 4]
        output:
          name: fc1
          dimension: 512
          normalised: true
        licence: MIT
        source: own training
        """.formatted("a".repeat(64));

    @Test
    void read_embedder_hasEveryValue() {
        assertThat(new ManifestReader("x.yaml").read(EMBEDDER))
                .contains(new ModelManifest(
                        "mine",
                        ModelRole.EMBEDDER,
                        "mine.onnx",
                        Optional.of("a".repeat(64)),
                        new ModelInput(
                                Optional.of("data"),
                                new ModelInput.Size.Fixed(112, 96),
                                ChannelOrder.BGR,
                                1 / 255f,
                                List.of(0.1f, 0.2f, 0.3f),
                                List.of(1f, 2f, 4f)),
                        new ModelOutput.Vector(Optional.of("fc1"), 512, true, Optional.empty()),
                        "MIT",
                        "own training"));
    }

    @Test
    void read_onlyWhatIsNeeded_takesTheRestAsNeutral() {
        ModelManifest manifest = new ManifestReader("x.yaml").read("""
            id: small
            role: embedder
            file: small.onnx
            input: {width: 112, height: 112, channels: RGB, scale: 1}
            output: {dimension: 8, normalised: false, magnitudes: [4, 25.5]}
            licence: none
            source: nowhere
            """).orElseThrow();

        assertThat(manifest.sha256()).isEmpty();
        assertThat(manifest.input().mean()).containsExactly(0f, 0f, 0f);
        assertThat(manifest.input().std()).containsExactly(1f, 1f, 1f);
        assertThat(manifest.dimension()).isEqualTo(8);
        assertThat(manifest.output())
                .isEqualTo(new ModelOutput.Vector(
                        Optional.empty(), 8, false, Optional.of(new ModelOutput.Range(4, 25.5f))));
    }

    @Test
    void read_theManifestsThatUsersAreShown_haveNoProblemAndUseEveryKey() throws IOException {
        Path shown = Path.of("config", "manifest.yaml");
        List<ModelOutput> outputs = new ArrayList<>();
        for (String yaml : Files.readString(shown).split("(?m)^---$", -1)) {
            ManifestReader reader = new ManifestReader(shown.toString());
            Optional<ModelManifest> manifest = reader.read(yaml);
            assertThat(reader.problems()).isEmpty();
            outputs.add(manifest.orElseThrow().output());
        }

        assertThat(outputs)
                .hasExactlyElementsOfTypes(ModelOutput.Vector.class, ModelOutput.Scrfd.class, ModelOutput.YuNet.class);
        assertThat(outputs.getFirst())
                .isEqualTo(new ModelOutput.Vector(
                        Optional.of("683"), 512, false, Optional.of(new ModelOutput.Range(10, 110))));
    }

    @Test
    void read_manyProblems_namesThemAllWithFileKeyRuleAndValue() {
        assertThat(problems("""
            id: My Model
            role: embedder
            file: ../secret.onnx
            sha256: abc
            input:
              width: 0
              height: tall
              channels: GRB
              scale: -1
              mean: [1, 2]
              std: [1, 0, 1]
            output:
              dimension: 1.5
              normalised: perhaps
              magnitudes: [9, 3]
            licence: ""
            colour: red
            """))
                .containsExactly(
                        "x.yaml: id must be lower-case letters, digits, '-', '_' and '.', 64 at most, got: My Model",
                        "x.yaml: file must be the name of an .onnx file, without a directory, got: ../secret.onnx",
                        "x.yaml: sha256 must be 64 lower-case hex digits, got: abc",
                        "x.yaml: licence must not be blank, got: ",
                        "x.yaml: source must not be blank, got: nothing",
                        "x.yaml: colour is not a key of a manifest, known here: file, id, input, licence, output,"
                                + " role, sha256, source",
                        "x.yaml: input.width must be a whole number between 1 and 4096, got: 0",
                        "x.yaml: input.height must be a whole number between 1 and 4096, got: tall",
                        "x.yaml: input.channels must be RGB or BGR, got: GRB",
                        "x.yaml: input.scale must be positive, as a number or a fraction such as 1/255, got: -1",
                        "x.yaml: input.mean must be three numbers, got: [1,2]",
                        "x.yaml: input.std must be three positive numbers, got: [1,0,1]",
                        "x.yaml: output.dimension must be a whole number between 1 and 4096, got: 1.5",
                        "x.yaml: output.normalised must be true or false, got: perhaps",
                        "x.yaml: output.magnitudes must be two numbers, the lower first, got: [9,3]");
    }

    @Test
    void read_unknownRole_isOneProblemAndNothingIsGuessedFromIt() {
        assertThat(problems(EMBEDDER.replace("role: embedder", "role: generator")))
                .containsExactly("x.yaml: role must be detector or embedder, got: generator");
    }

    @Test
    void read_unknownDecoder_isRefused() {
        assertThat(problems("""
            id: mine
            role: detector
            file: mine.onnx
            input: {multiple: 32, channels: BGR, scale: 1}
            output: {decoder: yolo}
            licence: MIT
            source: own training
            """)).containsExactly("x.yaml: output.decoder must be yunet or scrfd, got: yolo");
    }

    private static final String SCRFD = """
        id: det
        role: detector
        file: det.onnx
        input: {width: 640, height: 640, channels: RGB, scale: 1}
        output:
          decoder: scrfd
          scores: ["448", "471", "494"]
          boxes: ["451", "474", "497"]
          points: ["454", "477", "500"]
        licence: MIT
        source: own training
        """;

    @Test
    void read_scrfd_hasItsTensorsStridesAndSize() {
        ModelManifest manifest = new ManifestReader("x.yaml").read(SCRFD).orElseThrow();

        assertThat(manifest.input().size()).isEqualTo(new ModelInput.Size.Fixed(640, 640));
        assertThat(manifest.output()).isInstanceOfSatisfying(ModelOutput.Scrfd.class, output -> {
            assertThat(output.strides()).containsExactly(8, 16, 32);
            assertThat(output.boxes()).containsExactly("451", "474", "497");
        });
        assertThat(manifest.dimension()).isZero();
    }

    @Test
    void read_scrfdOfFiveLevels_goesToStride128() {
        String five = "[a, b, c, d, e]";
        String yaml = SCRFD.replaceAll("\\[\"[^]]*\\]", five).replace("width: 640, height: 640", "multiple: 128");

        assertThat(new ManifestReader("x.yaml").read(yaml).orElseThrow().output())
                .isInstanceOfSatisfying(
                        ModelOutput.Scrfd.class,
                        output -> assertThat(output.strides()).containsExactly(8, 16, 32, 64, 128));
    }

    @Test
    void read_closeUp_isTheSideOfAFaceAndMustFitIntoAFixedInput() {
        String asking = SCRFD.replace("  decoder: scrfd", "  decoder: scrfd\n  closeUp: 320");

        assertThat(new ManifestReader("x.yaml").read(asking).orElseThrow().output())
                .isInstanceOfSatisfying(
                        ModelOutput.Faces.class,
                        output -> assertThat(output.closeUp()).contains(320));
        assertThat(problems(asking.replace("320", "321")))
                .containsExactly("x.yaml: output.closeUp must be at most half the input's shorter side, got: 321");
        assertThat(problems(asking.replace("320", "8")))
                .containsExactly("x.yaml: output.closeUp must be a whole number between 16 and 512, got: 8");
    }

    @Test
    void read_scrfdThatBreaksItsRules_namesEachKey() {
        assertThat(problems(SCRFD.replace("height: 640", "height: 630")
                        .replace("\"471\", ", "471, ")
                        .replace("\"474\", ", "")
                        .replace("[\"454\", \"477\", \"500\"]", "none")))
                .containsExactly(
                        "x.yaml: output.scores must be 3 or 5 names of tensors (in quotes), got: [\"448\",471,\"494\"]",
                        "x.yaml: output.boxes must be 3 names of tensors, as many as scores, got: [\"451\",\"497\"]",
                        "x.yaml: output.points must be 3 names of tensors, as many as scores, got: none",
                        "x.yaml: input.height must be a multiple of 32, the detector's coarsest stride, got: 630");
    }

    @Test
    void read_embedderWithADetectorsKeys_refusesThem() {
        assertThat(problems(EMBEDDER.replace("dimension: 512", "decoder: yunet").replace("width: 112", "multiple: 32")))
                .containsExactly(
                        "x.yaml: input.width must be a whole number between 1 and 4096, got: nothing",
                        "x.yaml: input.multiple is not a key of a manifest, known here: channels, height, mean, name,"
                                + " scale, std, width",
                        "x.yaml: output.dimension must be a whole number between 1 and 4096, got: nothing",
                        "x.yaml: output.decoder is not a key of a manifest, known here: dimension, magnitudes, name,"
                                + " normalised");
    }

    @Test
    void read_noMapping_isOneProblem() {
        assertThat(problems("- a\n- b\n"))
                .containsExactly("x.yaml: must be a mapping of keys to values, got: [\"a\",\"b\"]");
        assertThat(problems("")).hasSize(1);
    }

    @Test
    void read_brokenYaml_namesTheLine() {
        assertThat(problems("id: a\nrole: [\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("x.yaml: must be YAML, got at line "));
    }

    @Test
    void read_deeplyNestedYaml_isOneProblem() {
        assertThat(problems("[".repeat(200_000)))
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("x.yaml: must be YAML, got"));
    }

    @Test
    void read_keyTwice_isRefused() {
        assertThat(problems("id: a\nid: b\n")).hasSize(1);
    }

    @Test
    void read_numberWhereATextIsDue_asksForQuotes() {
        assertThat(problems(EMBEDDER.replace("id: mine", "id: 2024")))
                .containsExactly(
                        "x.yaml: id must be lower-case letters, digits, '-', '_' and '.', 64 at most (in quotes), got:"
                                + " 2024");
    }

    private static List<String> problems(String yaml) {
        ManifestReader reader = new ManifestReader("x.yaml");
        assertThat(reader.read(yaml)).isEmpty();
        return reader.problems();
    }
}
