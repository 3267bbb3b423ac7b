package dev.likeness.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchReportTest {
    /// 100 enrolled probes with mate scores .00 to .99, every tenth of them found only at rank 3; 100 unknown probes
    /// with best scores .000 to .495.
    private static List<Identification.Probe> probes() {
        List<Identification.Probe> probes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            probes.add(new Identification.Enrolled(i % 10 == 9 ? 3 : 1, i / 100.0));
            probes.add(new Identification.Unknown(i / 200.0));
        }
        return probes;
    }

    @Test
    void identification_byHand() {
        Identification people = Identification.of("best face", probes());

        // Ten unknown probes lie at .450 and above: the lowest mate score that passes no more is .45 itself; 45 mates
        // are below, and of the 55 above, five (.49 … .99 in tens, six with .49) are not first.
        assertThat(people.fnirAtFpir().getFirst().threshold()).isEqualTo(.45);
        assertThat(people.fnirAtFpir().getFirst().fnir().value()).hasValueCloseTo(.51, within(1e-12));
        assertThat(people.fnirAtFpir().get(1).fnir().reason())
                .hasValue("FNIR at FPIR 0.01 needs at least 1,000 probes of unknown people, got: 100");
        assertThat(people.hitRates())
                .extracting(hit -> hit.rate().value().orElseThrow())
                .containsExactly(.9, 1.0, 1.0);
    }

    @Test
    void identification_unknownProbesWithoutCandidates_areNeverFalsePositives() {
        List<Identification.Probe> probes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            probes.add(new Identification.Enrolled(i < 50 ? 1 : 0, .5));
            probes.add(new Identification.Unknown(Double.NEGATIVE_INFINITY));
        }

        assertThat(Identification.of("x", probes).fnirAtFpir().getFirst().fnir().value())
                .hasValueCloseTo(.5, within(1e-12));
    }

    @Test
    void identification_anyOrder_isTheSame() {
        List<Identification.Probe> reversed = new ArrayList<>(probes());
        Collections.reverse(reversed);

        assertThat(Identification.of("x", reversed)).isEqualTo(Identification.of("x", probes()));
    }

    @Test
    void recall_byHand() {
        List<List<String>> exact = Collections.nCopies(30, List.of("a", "b", "c"));
        List<List<String>> found = Collections.nCopies(30, List.of("b", "x", "c"));

        assertThat(Recall.at(1, exact, found).recall().value()).hasValue(0);
        assertThat(Recall.at(2, exact, found).recall().value()).hasValue(.5);
        assertThat(Recall.at(3, exact, found).recall().value()).hasValueCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void recall_kZero_isRefused() {
        assertThatThrownBy(() -> Recall.at(0, List.of(), List.of()))
                .hasMessage("k must be at least 1 and every query answered, got: k 0, 0 queries and 0 answers");
    }

    @Test
    void latency_hundredQueries_hasNoNinetyNinthPercentile() {
        Latency latency = Latency.of(
                IntStream.rangeClosed(0, 100).mapToObj(Duration::ofMillis).toList());

        assertThat(latency.p50Millis().value()).hasValue(50);
        assertThat(latency.p90Millis().value()).hasValue(90);
        assertThat(latency.p99Millis().reason()).hasValue("latency p99 needs at least 1,000 queries, got: 101");
    }

    @Test
    void notes_nameWhatIsMissing() {
        SearchReport report = new SearchReport(
                7,
                true,
                List.of(Recall.at(1, List.of(List.of(1)), List.of(List.of(1)))),
                Latency.of(List.of()),
                List.of(Identification.of("plain template", probes())));

        assertThat(report.notes())
                .contains(
                        "recall@1 needs at least 30 queries, got: 1",
                        "plain template: FNIR at FPIR 0.01 needs at least 1,000 probes of unknown people, got: 100");
    }
}
