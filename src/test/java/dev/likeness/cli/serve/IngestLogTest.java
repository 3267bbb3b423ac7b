package dev.likeness.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.jobs.Jobs;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.engine.ingest.walk.FileCounts;
import dev.likeness.face.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What `serve` says about photos that are being added.
@Timeout(60)
class IngestLogTest {
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
    private final Console console = new Console(stream, stream, Map.of(), false);
    private final Jobs jobs = new Jobs();

    @AfterEach
    void stop() {
        jobs.close();
    }

    @Test
    void ingest_isToldFromItsBeginningToItsEnd() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (IngestLog _ = new IngestLog(console, jobs::list, Duration.ofMillis(100))) {
            jobs.start("ingest", "family", "serve", job -> {
                job.progress("reading", 0, 812);
                awaitText("812 files");
                job.progress("reading", 240, 812);
                awaitText("240 of 812");
                told.countDown();
                return summary();
            });
            told.await();
            awaitText("people");
        }

        assertThat(text().lines().toList())
                .startsWith("Adding photos to the gallery family: 812 files.")
                .anyMatch(line -> line.matches("Reading: 240 of 812, [0-9,.]+ photos/s, .+ left\\."))
                .endsWith(
                        "Done: 807 new photos with 1,284 faces, 7 of them without a face, 4 known already, 1 unreadable;"
                                + " 2 min.",
                        "  unreadable: /photos/broken.jpg: the file is cut off",
                        "The gallery family has 1,284 faces of 47 people; 12 are unassigned.");
    }

    @Test
    void ingest_thatIsStopped_saysWhatIsKept() {
        try (IngestLog _ = new IngestLog(console, jobs::list, Duration.ofSeconds(10))) {
            jobs.start("ingest", "family", "serve", job -> {
                job.progress("reading", 0, 812);
                awaitText("812 files");
                job.cancel();
                return summary();
            });
            awaitText("Stopped. Photos read so far are stored.");
        }
    }

    @Test
    void otherJobs_areNotMentioned() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (IngestLog _ = new IngestLog(console, jobs::list, Duration.ofMillis(1))) {
            jobs.start("purge", "family", "local", job -> {
                job.progress("rewriting", 0, 1);
                done.countDown();
                return Map.of();
            });
            done.await();
            jobs.awaitEnd(Duration.ofMillis(800));
        }

        assertThat(text()).isEmpty();
    }

    private static IngestSummary summary() {
        return new IngestSummary(
                "family",
                FileCounts.none(),
                812,
                800,
                7,
                4,
                List.of(new IngestResult.Unreadable(
                        Path.of("/photos/broken.jpg"), ErrorCode.IMAGE_CORRUPT, "the file is cut off")),
                0,
                List.of(),
                List.of(),
                List.of(),
                0,
                1284,
                0,
                0,
                0,
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                121,
                true,
                new ClusterSummary("family", 1284, 47, 12, 47, 0, 0, 0, 0, 90, 1, null));
    }

    private String text() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private void awaitText(String part) {
        try {
            while (!text().contains(part)) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
