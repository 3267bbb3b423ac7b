package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A real server process, stopped and started again under load.
class BenchSoakTest {
    @TempDir
    private Path folder;

    @Test
    void soak_withStopAndKill_losesNothing() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < 24; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, i % 7, 7 + i % 3));
        }

        LikenessTest.Result result = LikenessTest.run(
                "bench",
                "soak",
                "--json",
                "--minutes=0.25",
                "--restarts-every=3",
                "--rate=200",
                "--models=" + SquareModels.in(folder.resolve("models")),
                "--detector=" + SquareModels.DETECTOR,
                "--embedder=" + SquareModels.EMBEDDER,
                "--device=cpu",
                photos.toString());

        assertThat(result.status()).as(result.output() + result.errors()).isZero();
        JsonNode report = result.json();
        assertThat(report.at("/errors").intValue()).isZero();
        assertThat(report.at("/serverRuns")
                        .valueStream()
                        .map(run -> run.at("/status").intValue()))
                .startsWith(143, 137)
                .endsWith(143);
        for (JsonNode run : report.at("/serverRuns")) {
            assertThat(run.at("/consistency/lost")).isEmpty();
        }
        // On a busy machine the first run may end before a request arrives.
        assertThat(report.at("/serverRuns/2/consistency/present").intValue()).isPositive();
        assertThat(report.at("/requests")).anySatisfy(kind -> {
            assertThat(kind.at("/name").stringValue()).isEqualTo("search by face");
            assertThat(kind.at("/succeeded").intValue()).isPositive();
        });
    }
}
