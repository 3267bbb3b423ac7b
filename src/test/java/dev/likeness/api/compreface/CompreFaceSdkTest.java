package dev.likeness.api.compreface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the unmodified `@exadel/compreface-js-sdk` in Node. Skipped without Node or if npm cannot download it.
class CompreFaceSdkTest {
    private static final Path SCRIPT = Path.of("src/test/npm/compreface");

    /// Downloaded once per build folder.
    private static final Path INSTALLED = Path.of("target/npm/compreface");

    private static final String UNKNOWN_IMAGE = "no such image";

    @TempDir
    private Path folder;

    @Test
    void sdk_unmodified_isAnswered() throws Exception {
        install();
        KeyRing.NewKey key =
                KeyRing.of(folder.resolve("index")).create("app", ApiKeyKind.UUID, Scope.ADMIN, Set.of("faces"), 0);
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        Files.write(pictures.resolve("ann1.jpg"), SquareModels.photo(1, 1));
        Files.write(pictures.resolve("ann2.jpg"), SquareModels.photo(2, 1));
        Files.write(pictures.resolve("ann3.jpg"), SquareModels.photo(3, 1));
        Files.write(pictures.resolve("ben1.jpg"), SquareModels.photo(4, 2));
        Files.write(pictures.resolve("both.jpg"), SquareModels.photo(5, 2, 1));
        Files.write(pictures.resolve("nobody.jpg"), SquareModels.landscape(6));
        try (TestServer server = TestServer.start(folder, Map.of(), new CompreFace())) {
            Map<String, JsonNode> steps = run(
                    pictures,
                    "node",
                    INSTALLED.resolve("sdk.mjs").toAbsolutePath().toString(),
                    "http://127.0.0.1",
                    Integer.toString(server.port()),
                    key.secret());

            assertData(steps, "add subject", "{\"subject\":\"Ann\"}");
            assertError(steps, "add subject again", 400, 43);
            // The SDK writes ?subject=Ann?det_prob_threshold=0.5, of which the subject is Ann.
            assertThat(data(steps, "add face").get("subject").stringValue()).isEqualTo("Ann");
            assertThat(data(steps, "add face").get("image_id").stringValue()).hasSize(36);
            assertThat(data(steps, "add face in base64").get("subject").stringValue())
                    .isEqualTo("Ann");
            assertThat(data(steps, "add face of a new subject").get("subject").stringValue())
                    .isEqualTo("Ben Smith");
            assertError(steps, "add face of nobody", 400, 28);
            assertError(steps, "add face of many", 400, 31);
            assertData(steps, "list subjects", "{\"subjects\":[\"Ann\",\"Ben Smith\"]}");
            assertThat(data(steps, "list faces").get("total_elements").intValue())
                    .isEqualTo(3);
            JsonNode recognised = data(steps, "recognise");
            assertThat(recognised.at("/result")).hasSize(2);
            assertThat(recognised.at("/result/0/subjects/0/similarity").doubleValue())
                    .isGreaterThan(0.95);
            assertThat(List.of(
                            recognised.at("/result/0/subjects/0/subject").stringValue(),
                            recognised.at("/result/1/subjects/0/subject").stringValue()))
                    .containsExactlyInAnyOrder("Ann", "Ben Smith");
            assertThat(recognised.at("/result/0/landmarks")).hasSize(5);
            assertThat(recognised.at("/result/0/embedding")).hasSize(SquareModels.DIMENSION);
            assertThat(recognised.at("/plugins_versions/calculator").stringValue())
                    .isEqualTo(SquareModels.EMBEDDER);
            assertError(steps, "recognise nobody", 400, 28);
            assertThat(data(steps, "verify with face")
                            .at("/result/0/similarity")
                            .doubleValue())
                    .isGreaterThan(0.95);
            assertError(steps, "verify with missing face", 404, 44);
            assertThat(data(steps, "verify").at("/result/0/face_matches")).hasSize(2);
            assertThat(data(steps, "verify")
                            .at("/result/0/face_matches/0/similarity")
                            .doubleValue())
                    .isGreaterThan(0.95);
            assertThat(data(steps, "verify in base64").at("/result/0/face_matches"))
                    .hasSize(1);
            assertThat(data(steps, "detect").at("/result")).hasSize(1);
            assertData(steps, "rename", "{\"updated\":true}");
            assertError(steps, "rename missing", 404, 42);
            assertThat(data(steps, "delete face").get("subject").stringValue()).isEqualTo("Ann");
            assertError(steps, "delete missing face", 404, 44);
            assertThat(answer(steps, "delete missing face").at("/error/message").stringValue())
                    .isEqualTo(UNKNOWN_IMAGE);
            assertThat(data(steps, "delete many")).hasSize(1);
            assertData(steps, "delete faces of subject", "{\"deleted\":1}");
            assertData(steps, "merge", "{\"updated\":true}");
            assertData(steps, "delete subject", "{\"subject\":\"Ann\"}");
            assertError(steps, "delete missing subject", 404, 42);
            assertData(steps, "delete all faces", "{\"deleted\":0}");
            assertData(steps, "delete all subjects", "{\"deleted\":0}");
            assertError(steps, "unknown key", 404, 10);
        }
    }

    private static JsonNode answer(Map<String, JsonNode> steps, String step) {
        return Objects.requireNonNull(steps.get(step), step);
    }

    private static JsonNode data(Map<String, JsonNode> steps, String step) {
        JsonNode answer = answer(steps, step);
        assertThat(answer.get("data")).as("%s: %s", step, answer).isNotNull();
        return answer.get("data");
    }

    private static void assertData(Map<String, JsonNode> steps, String step, String expected) {
        assertThat(data(steps, step)).as(step).isEqualTo(JsonMapper.shared().readTree(expected));
    }

    private static void assertError(Map<String, JsonNode> steps, String step, int status, int code) {
        JsonNode answer = answer(steps, step);
        assertThat(answer.path("status").asInt(0)).as("%s: %s", step, answer).isEqualTo(status);
        assertThat(answer.at("/error/code").intValue()).as(step).isEqualTo(code);
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "sdk.mjs")) {
            Files.copy(
                    SCRIPT.resolve(file), INSTALLED.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(runs("node", "--version"), "skipped: node is not installed, which runs CompreFace's SDK");
        if (!Files.exists(INSTALLED.resolve("node_modules/@exadel/compreface-js-sdk/index.js"))) {
            assumeTrue(
                    runs("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
                    "skipped: npm cannot fetch @exadel/compreface-js-sdk");
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// The script's lines by their steps.
    private Map<String, JsonNode> run(Path pictures, String... command) throws IOException, InterruptedException {
        Path printed = folder.resolve("steps.jsonl");
        Process process = new ProcessBuilder(command)
                .directory(pictures.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        text.lines()
                .map(JsonMapper.shared()::readTree)
                .forEach(step -> steps.put(step.get("step").stringValue(), step));
        return steps;
    }
}
