package dev.likeness.evaluation.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Interval;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClusteringComparisonTest {
    @Test
    void lead_betterClustering_isAboveLuck() {
        long[] people = LongStream.range(0, 1_000).map(i -> i / 10).toArray();
        long[] halves = LongStream.range(0, 1_000).map(i -> i / 5).toArray();

        Interval lead = ClusteringComparison.lead(
                List.of(scores(people, people)), List.of(scores(people, halves)), new Bootstrap(200, 1));

        assertThat(lead.estimate()).isCloseTo(1 - 2.0 / 3, within(1e-12));
        assertThat(lead.excludesZero()).isTrue();
        assertThat(lead.units()).isEqualTo(100);
    }

    @Test
    void lead_overSeveralVersions_isTheMeanOfTheirLeads() {
        long[] people = LongStream.range(0, 1_000).map(i -> i / 10).toArray();
        long[] halves = LongStream.range(0, 1_000).map(i -> i / 5).toArray();
        ScoresByPerson right = scores(people, people);

        Interval lead = ClusteringComparison.lead(
                List.of(right, right), List.of(right, scores(people, halves)), new Bootstrap(200, 1));

        assertThat(lead.estimate()).isCloseTo((1 - 2.0 / 3) / 2, within(1e-12));
    }

    private static ScoresByPerson scores(long[] people, long[] clusters) {
        BitSet all = new BitSet();
        all.set(0, people.length);
        return new ContingencyTable(people, clusters).byPerson(all);
    }
}
