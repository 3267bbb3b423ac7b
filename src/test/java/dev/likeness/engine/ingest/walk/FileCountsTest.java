package dev.likeness.engine.ingest.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.support.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileCountsTest {
    @Test
    void followedBy_aRunThatKnowsTheFirstOnesFiles_countsThemAsNewAndStillAddsUp() {
        FileCounts first = new FileCounts(
                10,
                Map.of(FileOutcome.ADDED, 3, FileOutcome.COPY, 1, FileOutcome.LEFT_OUT, 2, FileOutcome.NOT_REACHED, 4));
        FileCounts second = new FileCounts(
                10,
                Map.of(FileOutcome.KNOWN, 5, FileOutcome.ADDED, 2, FileOutcome.LEFT_OUT, 2, FileOutcome.UNREADABLE, 1));

        FileCounts both = first.followedBy(second);

        assertThat(both.outcomes())
                .isEqualTo(Map.of(
                        FileOutcome.ADDED, 5,
                        FileOutcome.KNOWN, 1,
                        FileOutcome.COPY, 1,
                        FileOutcome.LEFT_OUT, 2,
                        FileOutcome.UNREADABLE, 1));
        assertThat(both.sum()).isEqualTo(both.found());
    }

    @Test
    void json_hasTheOutcomesInTheirOrderWithoutThoseThatAreZero() {
        FileCounts counts =
                new FileCounts(3, Map.of(FileOutcome.SIDECAR, 1, FileOutcome.WITHOUT_FACE, 2, FileOutcome.LOOP, 0));

        assertThat(Json.line(counts)).isEqualTo("{\"found\":3,\"outcomes\":{\"without-face\":2,\"sidecar\":1}}");
    }
}
