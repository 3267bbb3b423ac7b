package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.LikenessTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `likeness doctor` names what does not work and what to do, and goes on looking.
class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void newMachine_worksAndSaysTheFirstStep() {
        Result page = doctor();

        assertThat(page.status()).isZero();
        assertThat(page.output())
                .contains("likeness ", "Java 25", "Lucene", "ONNX Runtime", "HEIC and AVIF", "built-in")
                .contains(folder.resolve("index") + " (not made yet)")
                .contains("none yet: likeness ingest FOLDER makes one")
                .doesNotContain("problem");
    }

    @Test
    void damagedGallery_isAProblemWithItsRemedy() throws IOException {
        Files.createDirectories(folder.resolve("index/family/generation-1"));
        Files.writeString(folder.resolve("index/family/generation-1/segments_1"), "no segments");

        Result page = doctor();

        assertThat(page.status()).isEqualTo(1);
        assertThat(page.output())
                .containsPattern("problem +gallery family +.*likeness gallery check --repair --gallery family");
    }

    @Test
    void wrongConfiguration_isAProblemAndTheRestIsLookedAt() throws IOException {
        Path file = Files.writeString(folder.resolve("likeness.yaml"), "server: {prot: 8080}");

        Result page = LikenessTest.run("doctor", "--config", file.toString());

        assertThat(page.status()).isEqualTo(1);
        assertThat(page.output())
                .containsPattern("problem +configuration +.*server.prot: no such key")
                .contains("HEIC and AVIF");
    }

    private Result doctor() {
        return LikenessTest.run(
                Map.of(), "doctor", "--index", folder.resolve("index").toString());
    }
}
