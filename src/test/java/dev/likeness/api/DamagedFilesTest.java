package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.calibration.Calibration;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged files are the server's fault and never the caller's.
class DamagedFilesTest {
    private static final String BUILT_IN_MODEL = "21362a41b11f049afb2e042879051ac7a526279595853b79d5c9558e2c25c4dc";

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "byte at {0} of 20")
    @ValueSource(ints = {2, 4, 6, 8, 10, 12, 14, 16, 18})
    void requests_onAFlippedBit_areServerErrors(int place) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
        }
        for (Path file : files(".cfs")) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length * place / 20] ^= 0x40;
            Files.write(file, bytes);
        }

        try (TestServer server = TestServer.start(folder)) {
            assertDamaged(server.get("/v1/galleries/test/faces"));
            assertDamaged(server.get("/v1/galleries/test/people"));
            assertDamaged(server.post("/v1/galleries/test/people/split", "{\"faces\":[\"" + "a".repeat(64) + "-0\"]}"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[[[[", "{\"version\":1}", "\0\0\0"})
    void requests_withABrokenCalibration_areServerErrors(String calibration) throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            Files.writeString(folder.resolve("index/test/calibration.json"), calibration);

            Answer refused = server.get("/v1/galleries/test/quality");

            assertDamaged(refused);
            assertThat(refused.text()).doesNotContain(folder.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[[[[", "{\"version\":1}", "\0\0\0"})
    void start_withABrokenConfiguredCalibration_isRefused(String calibration) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), calibration);

        assertThatThrownBy(() -> TestServer.start(folder, Map.of("calibration.file", file.toString())))
                .isInstanceOfSatisfying(LikenessException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.CALIBRATION_INVALID);
                    assertThat(failure.facts().remedies()).isNotEmpty();
                })
                .hasMessageContaining("mine.json");
    }

    @Test
    void start_withoutTheConfiguredCalibration_isRefused() {
        assertThatThrownBy(() -> TestServer.start(
                        folder,
                        Map.of("calibration.file", folder.resolve("none.json").toString())))
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CALIBRATION_INVALID));
    }

    @Test
    void requests_withTheConfiguredCalibrationOfAnotherModel_areServerErrors() {
        Path file = folder.resolve("mine.json");
        Calibration.builtIn(BUILT_IN_MODEL).orElseThrow().write(file);
        try (TestServer server = TestServer.start(folder, Map.of("calibration.file", file.toString()))) {
            server.post("/v1/galleries", "{\"name\":\"test\"}");

            Answer refused = server.get("/v1/galleries/test/quality");

            assertThat(refused.expect(500).code()).isEqualTo("CALIBRATION_INVALID");
            assertThat(refused.json().get("remedies")).isNotEmpty();
            assertThat(refused.text()).doesNotContain("mine.json");
        }
    }

    private static void assertDamaged(Answer answer) {
        assertThat(answer.expect(500).code()).isEqualTo("GALLERY_CORRUPT");
        assertThat(answer.json().get("remedies")).isNotEmpty();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("index/test"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void list_withADamagedIndex_namesIt() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1}).expect(201);
        }
        for (Path file : files(".cfs")) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }

        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get("/v1/galleries").expect(200).text("/damaged/0/name"))
                    .isEqualTo("test");
        }
    }
}
