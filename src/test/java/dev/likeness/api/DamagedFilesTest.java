package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged files are the server's fault and never the caller's.
class DamagedFilesTest {
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
            assertDamaged(server.post("/v1/galleries/test/people", "{\"faces\":[\"" + "a".repeat(64) + "-0\"]}"));
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
