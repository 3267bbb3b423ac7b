package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Real processes, killed while they ingest and edit.
class BenchCrashTest {
    @TempDir
    private Path folder;

    @Test
    void crash_withTwoKills_losesNothing() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < 12; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, i % 3, 3 + i % 2));
        }

        LikenessTest.Result result = LikenessTest.run(
                "bench",
                "crash",
                "--json",
                "--kills=2",
                "--photos=" + photos,
                "--models=" + SquareModels.in(folder.resolve("models")),
                "--detector=" + SquareModels.DETECTOR,
                "--embedder=" + SquareModels.EMBEDDER,
                "--device=cpu");

        assertThat(result.status()).as(result.output() + result.errors()).isZero();
        JsonNode operations = result.json().at("/operations");
        assertThat(operations)
                .hasSize(2)
                .allSatisfy(operation ->
                        assertThat(operation.at("/kills").intValue()).isEqualTo(1));
    }
}
