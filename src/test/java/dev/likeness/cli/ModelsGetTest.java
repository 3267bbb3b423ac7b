package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestData;
import dev.likeness.cli.LikenessTest.Result;
import dev.likeness.onnx.download.ReleaseServer;
import dev.likeness.onnx.download.ReleaseServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `likeness models get`, from a loopback server and from files.
class ModelsGetTest {
    private static final String YUNET = "yunet_n_dynamic.onnx";

    @TempDir
    private Path folder;

    private Path models() {
        return folder.resolve("models");
    }

    private Result get(String... arguments) {
        List<String> all = new ArrayList<>(List.of("models", "get", "--models=" + models()));
        all.addAll(List.of(arguments));
        return LikenessTest.run(all.toArray(String[]::new));
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void withoutAModel_listsThoseThatCanBeDownloaded() {
        assertThat(get().lines())
                .anySatisfy(line -> assertThat(line)
                        .matches("buffalo_l +288\\.6 +non-commercial research only +InsightFace's large pack.*"))
                .anySatisfy(line -> assertThat(line).startsWith("yunet "));
        assertThat(get("--json").json().get(0).get("files")).hasSize(2);
    }

    @Test
    void modelOfTheBuiltInList_isDownloadedOnceAndUsable() throws IOException {
        byte[] content = Files.readAllBytes(TestData.require("models/" + YUNET));
        try (ReleaseServer server =
                new ReleaseServer().offer(YUNET, content, "\"one\"").failing(Fault.CUT)) {
            Result result = get("yunet", "--base-url=" + server.base());

            assertThat(result.status()).isZero();
            assertThat(result.errors()).contains("The connection failed (").contains("Going on after 0.2 of 0.3 MB");
            assertThat(result.lines())
                    .contains("licence     Apache-2.0", "use         any, under the terms of the licence")
                    .contains("installed   detector yunet: " + models().resolve(YUNET));
            assertThat(files(models())).containsExactly(YUNET);
            assertThat(LikenessTest.run("models", "list", "--models=" + models())
                            .output())
                    .containsPattern("yunet +detector +present ");
            int requests = server.requests().size();
            Result again = get("yunet", "--json", "--base-url=" + server.base());
            assertThat(again.json().get("models").get(0).get("state").asString())
                    .isEqualTo("present");
            assertThat(server.requests()).hasSize(requests);
        }
    }

    @Test
    void fileOfThePack_isImportedWithItsLicence() throws IOException {
        Path file = TestData.require("models/scrfd_500m.onnx");

        Result result = get("scrfd_500m", "--from=" + file);

        assertThat(result.errors()).isEmpty();
        assertThat(result.lines())
                .contains("use         non-commercial research only")
                .contains("detected    SCRFD detector with five points at 3 strides, 626,332 parameters")
                .contains("next        likeness ingest PATH --detector det_500m")
                .noneMatch(line -> line.startsWith("assumed"));
        assertThat(files(models())).containsExactly("det_500m.onnx", "det_500m.yaml");
        assertThat(models().resolve("det_500m.yaml"))
                .content()
                .contains("non-commercial research only")
                .contains("releases/download/v0.7/buffalo_sc.zip, det_500m.onnx");
        assertThat(file).exists();
    }

    @Test
    void wrongFileAndWrongName_areRefusedWithTheWayOut() throws IOException {
        Path other = TestData.require("models/scrfd_2.5g.onnx");

        Result result = get("scrfd_500m", "--from=" + other);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "likeness: a file of scrfd_500m must have the sha256 of buffalo_sc.zip (57d31b")
                                .contains("det_500m.onnx (5e4447")
                                .contains("got: " + other + " with 041f73"),
                        line -> assertThat(line).endsWith("likeness models get scrfd_500m --from FILE"));
        assertThat(get("buffalo_xl").errors())
                .startsWith("likeness: a model to download must be one of buffalo_l, ")
                .contains(", got: buffalo_xl");
        assertThat(get("yunet", "--base-url=ftp://mirror/").errors())
                .startsWith("likeness: --base-url must be an http or https address, got: ftp://mirror/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --base-url=https://ada:secret@mirror/files | must have no user and no password, got: https://***@mirror/files;
            --base-url=https://ada:se cret@mirror/     | must be an http or https address, got: https://***@mirror/
            --base-url=ftp://ada:secr@et@mirror/       | must be an http or https address, got: ftp://***@mirror/
            --base-url=https://mirror/files?key=secret | without ? and #, got: https://mirror/files?…; to use such a mirror
            --base-url=https://mirror/files#top        | without ? and #, got: https://mirror/files#top; to use such a
            --from=https://ada:secret@mirror/yunet     | --from must be a file, got: https:/***@mirror/yunet; to download""")
    void address_thatCannotBeUsed_isRefusedWithoutItsPassword(String option, String message) {
        Result result = get("yunet", option);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output() + result.errors()).contains(message).doesNotContain("secr", "cret");
    }

    @Test
    void killedDownload_leavesNothingHalfAndGoesOn() throws IOException, InterruptedException {
        byte[] content = Files.readAllBytes(TestData.require("models/" + YUNET));
        try (ReleaseServer server =
                new ReleaseServer().offer(YUNET, content, "\"one\"").failing(Fault.STALL)) {
            String address = "--base-url=" + server.base();
            Process process = new ChildCommand(folder).start("models", "get", "yunet", address);
            server.awaitStall();
            Path part = models().resolve(".download-yunet").resolve(YUNET + ".part");
            while (!Files.exists(part) || Files.size(part) < content.length / 2) {
                Thread.sleep(10);
            }
            process.destroyForcibly().waitFor();
            assertThat(models().resolve(YUNET)).doesNotExist();

            Result result = get("yunet", address);

            assertThat(result.status()).isZero();
            assertThat(models().resolve(YUNET)).hasBinaryContent(content);
            assertThat(models().resolve(".download-yunet")).doesNotExist();
            assertThat(server.requests())
                    .containsExactly(
                            "/files/" + YUNET, "/files/%s bytes=%d- \"one\"".formatted(YUNET, content.length / 2));
        }
    }
}
