package dev.likeness.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestData;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    /// The SHA-256 of the three letters `abc` (FIPS 180-4, example 1).
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void manifests_noDirectories_areTheBuiltInOnes() {
        assertThat(ModelCatalog.of(List.of()).manifests())
                .extracting(ModelManifest::id)
                .containsExactly(
                        "likeness-detect",
                        "likeness-mobile",
                        "yunet",
                        "mobilefacenet-128",
                        "magface-iresnet18",
                        "magface-iresnet50",
                        "magface-iresnet100");
    }

    @Test
    void manifest_magface_isBgrOver255WithoutMean() {
        ModelManifest magface = ModelCatalog.of(List.of()).manifest("magface-iresnet50");

        assertThat(magface.dimension()).isEqualTo(512);
        assertThat(magface.sha256()).isEmpty();
        assertThat(magface.input().channels()).isEqualTo(ChannelOrder.BGR);
        assertThat(magface.input().scale()).isEqualTo(1 / 255f);
        assertThat(magface.input().mean()).containsOnly(0f);
        assertThat(magface.input().std()).containsOnly(1f);
        assertThat(magface.input().size()).isEqualTo(new ModelInput.Size.Fixed(112, 112));
    }

    @Test
    void manifests_longYaml_isRefusedAtOnce() throws IOException {
        Files.writeString(first.resolve("long.yaml"), "key: [a, b, c, {d: e}]\n".repeat(500_000));
        long start = System.nanoTime();

        assertThatThrownBy(() -> ModelCatalog.of(List.of(first))).hasMessageContaining("long.yaml");
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void manifest_unknownId_listsThoseThereAre() {
        assertThatThrownBy(() -> ModelCatalog.of(List.of()).manifest("arcface"))
                .hasMessage("a model must be one of likeness-detect, likeness-mobile, yunet, mobilefacenet-128,"
                        + " magface-iresnet18, magface-iresnet50, magface-iresnet100, got: arcface")
                .extracting(ModelCatalogTest::code)
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void weights_missing_saysWhichWhereAndWhatToDo() {
        Path nowhere = first.resolve("nowhere");
        ModelCatalog catalog = ModelCatalog.of(List.of(first, nowhere));

        assertThatThrownBy(() -> catalog.weights(catalog.manifest("yunet")))
                .hasMessage("model yunet needs the file yunet_n_dynamic.onnx; looked in: " + first + ", " + nowhere
                        + " (does not exist)")
                .isInstanceOfSatisfying(LikenessException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_MISSING);
                    assertThat(refused.facts().remedies())
                            .containsExactly(new Remedy.InstallModel("yunet", "yunet_n_dynamic.onnx"));
                });
        assertThat(catalog.inspect(catalog.manifest("yunet")).state()).isEqualTo(ModelFileStatus.State.MISSING);
    }

    @Test
    void weights_noDirectoryConfigured_saysSo() {
        ModelCatalog catalog = ModelCatalog.of(List.of());

        assertThatThrownBy(() -> catalog.weights(catalog.manifest("yunet")))
                .hasMessageEndingWith("looked in: no directory, because none is configured");
    }

    @Test
    void weights_altered_namesBothHashes() throws IOException {
        Path file = Files.writeString(first.resolve("yunet_n_dynamic.onnx"), "abc");
        ModelCatalog catalog = ModelCatalog.of(List.of(first));
        ModelManifest yunet = catalog.manifest("yunet");

        assertThatThrownBy(() -> catalog.weights(yunet))
                .hasMessage(
                        "model yunet needs a file with sha256 " + yunet.sha256().orElseThrow() + ", got: " + file
                                + " with " + ABC
                                + ". Replace it by the original, or give the changed one a manifest and an id of its"
                                + " own")
                .extracting(ModelCatalogTest::code)
                .isEqualTo(ErrorCode.MODEL_INVALID);
        assertThat(catalog.inspect(yunet).state()).isEqualTo(ModelFileStatus.State.MODIFIED);
        assertThat(catalog.inspect(yunet).sha256()).contains(ABC);
    }

    @Test
    void inspect_noHashInTheManifest_takesAnyFileAndShowsItsHash() throws IOException {
        Path file = Files.writeString(first.resolve("magface_iresnet18.onnx"), "abc");
        ModelCatalog catalog = ModelCatalog.of(List.of(first));

        ModelFileStatus weights = catalog.inspect(catalog.manifest("magface-iresnet18"));

        assertThat(weights.state()).isEqualTo(ModelFileStatus.State.PRESENT);
        assertThat(weights.path()).contains(file);
        assertThat(weights.sha256()).contains(ABC);
    }

    @Test
    void inspect_fileChangesAfterwards_isHashedAgain() throws IOException {
        Path file = Files.writeString(first.resolve("magface_iresnet18.onnx"), "abc");
        ModelCatalog catalog = ModelCatalog.of(List.of(first));
        ModelManifest manifest = catalog.manifest("magface-iresnet18");
        catalog.inspect(manifest);

        Files.writeString(file, "abcd");

        assertThat(catalog.inspect(manifest).sha256()).isPresent().get().isNotEqualTo(ABC);
    }

    @Test
    void of_usersManifest_isListedAndItsWeightsLieBesideIt() throws IOException {
        Files.writeString(second.resolve("mine.yaml"), manifest("mine", ABC));
        Path weights = Files.writeString(second.resolve("mine.onnx"), "abc");
        Files.writeString(first.resolve("mine.onnx"), "another file of that name");

        ModelCatalog catalog = ModelCatalog.of(List.of(first, second));

        assertThat(catalog.manifests()).last().extracting(ModelManifest::id).isEqualTo("mine");
        assertThat(catalog.weights(catalog.manifest("mine"))).isEqualTo(new ModelWeights.OnDisk(weights));
    }

    @Test
    void of_directoryNamedTwice_isReadOnce() throws IOException {
        Files.writeString(first.resolve("mine.yaml"), manifest("mine", ABC));

        assertThat(ModelCatalog.of(List.of(first, first.resolve("."))).directories())
                .containsExactly(first);
    }

    @Test
    void of_usersIdIsABuiltInOne_namesBoth() throws IOException {
        Path file = Files.writeString(first.resolve("mine.yaml"), manifest("yunet", ABC));

        assertThatThrownBy(() -> ModelCatalog.of(List.of(first)))
                .hasMessage("a model's id must be unique, got yunet in both: built-in yunet.yaml and " + file)
                .extracting(ModelCatalogTest::code)
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void of_trainingConfigurationBesideAModel_isPassedOver() throws IOException {
        Files.copy(Path.of("config/train-embedder.yaml"), first.resolve("train.yaml"));
        Files.writeString(first.resolve("mine.yaml"), manifest("mine", ABC));

        assertThat(ModelCatalog.of(List.of(first)).manifests())
                .last()
                .extracting(ModelManifest::id)
                .isEqualTo("mine");
    }

    @Test
    void of_manifestWithNothingButARole_staysAnError() throws IOException {
        Path file = Files.writeString(first.resolve("half.yaml"), "role: embedder\n");

        assertThatThrownBy(() -> ModelCatalog.of(List.of(first)))
                .hasMessageContaining(file + ": id must be")
                .extracting(ModelCatalogTest::code)
                .isEqualTo(ErrorCode.MODEL_INVALID);
    }

    @Test
    void of_severalBrokenManifests_reportsAllOfThemAtOnce() throws IOException {
        Path a = Files.writeString(first.resolve("a.yaml"), manifest("a", "no hash"));
        Path b = Files.writeString(second.resolve("b.yaml"), manifest("B", ABC).replace("112", "-1"));

        assertThatThrownBy(() -> ModelCatalog.of(List.of(first, second)))
                .hasMessage(String.join(
                        "\n",
                        "a model's manifest must be valid, got 4 problems:",
                        a + ": sha256 must be 64 lower-case hex digits, got: no hash",
                        b + ": id must be lower-case letters, digits, '-', '_' and '.', 64 at most, got: B",
                        b + ": input.width must be a whole number between 1 and 4096, got: -1",
                        b + ": input.height must be a whole number between 1 and 4096, got: -1"))
                .extracting(ModelCatalogTest::code)
                .isEqualTo(ErrorCode.MODEL_INVALID);
    }

    @Test
    void weights_ofAModelThatIsPartOfTheProgram_needNoDirectoryAndHaveTheHashOfTheManifest() throws Exception {
        ModelCatalog catalog = ModelCatalog.of(List.of());
        ModelManifest manifest = catalog.manifest("likeness-mobile");

        assertThat(catalog.inspect(manifest).state()).isEqualTo(ModelFileStatus.State.BUILT_IN);
        assertThat(catalog.weights(manifest)).isInstanceOfSatisfying(ModelWeights.BuiltIn.class, weights -> {
            byte[] digest = sha256(weights.bytes());
            assertThat(HexFormat.of().formatHex(digest))
                    .isEqualTo(manifest.sha256().orElseThrow());
        });
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every Java has SHA-256", e);
        }
    }

    @Test
    void weights_sharedModels_haveTheHashesOfTheirManifests() {
        Path models = TestData.require("models");
        ModelCatalog catalog = ModelCatalog.of(List.of(first, models));

        assertThat(catalog.weights(catalog.manifest("yunet"))).asString().endsWith("yunet_n_dynamic.onnx");
        assertThat(catalog.weights(catalog.manifest("mobilefacenet-128")))
                .asString()
                .endsWith("mobilefacenet_128d.onnx");
    }

    @Test
    void weights_alteredInOneDirectoryAndRightInTheNext_areTheRightOnes() throws IOException {
        Path models = TestData.require("models");
        Files.writeString(first.resolve("yunet_n_dynamic.onnx"), "changed");
        ModelCatalog catalog = ModelCatalog.of(List.of(first, models));

        assertThat(catalog.weights(catalog.manifest("yunet")))
                .isEqualTo(new ModelWeights.OnDisk(
                        models.toAbsolutePath().normalize().resolve("yunet_n_dynamic.onnx")));
    }

    private static String manifest(String id, String sha256) {
        return """
            id: %s
            role: embedder
            file: mine.onnx
            sha256: %s
            input: {width: 112, height: 112, channels: RGB, scale: 1/255}
            output: {dimension: 3, normalised: false}
            licence: MIT
            source: own training
            """.formatted(id, sha256);
    }

    private static ErrorCode code(Throwable thrown) {
        return ((LikenessException) thrown).code();
    }
}
