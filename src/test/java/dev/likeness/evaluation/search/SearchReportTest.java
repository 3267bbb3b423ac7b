package dev.likeness.evaluation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchReportTest {
    /// 100 enrolled probes with mate scores .00 to .99, every tenth of them found only at rank 3; 100
    /// unknown probes with best scores .000 to .495.
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
                List.of(Identification.of("plain template", probes())),
                List.of());

        assertThat(report.notes())
                .contains(
                        "recall@1 needs at least 30 queries, got: 1",
                        "plain template: FNIR at FPIR 0.01 needs at least 1,000 probes of unknown people, got: 100");
    }

    /// 40 people with two enrolled probes and thirty unknown ones each. The second of each person is a
    /// miss of the rival only; its strangers score the same.
    @Test
    void difference_onTheSameProbes_isThatOfTheFiguresWithAnInterval() {
        List<Identification.Probe> good = new ArrayList<>();
        List<Identification.Probe> rival = new ArrayList<>();
        for (int person = 0; person < 40; person++) {
            for (int probe = 0; probe < 32; probe++) {
                double score = .9 - .001 * person;
                double stranger = .0005 * (40 * (probe - 2) + person);
                good.add(probe < 2 ? new Identification.Enrolled(1, score) : new Identification.Unknown(stranger));
                rival.add(
                        probe < 2
                                ? new Identification.Enrolled(probe == 1 && person % 4 == 0 ? 2 : 1, score)
                                : new Identification.Unknown(stranger));
            }
        }
        List<IdentificationDifference> differences =
                IdentificationDifference.of(owned("good", good, 32), owned("rival", rival, 32), new Bootstrap(200, 1));

        double rank1 = Identification.of("rival", rival)
                .hitRates()
                .getFirst()
                .rate()
                .value()
                .orElseThrow();
        double fnir = Identification.of("rival", rival)
                .fnirAtFpir()
                .get(1)
                .fnir()
                .value()
                .orElseThrow();
        assertThat(differences)
                .extracting(IdentificationDifference::measure)
                .containsExactly("rank-1 hit rate", "FNIR at FPIR 0.01");
        assertThat(differences.get(0).difference().estimate()).isCloseTo(1 - rank1, within(1e-12));
        assertThat(differences.get(1).difference().estimate()).isCloseTo(-fnir, within(1e-12));
        assertThat(differences)
                .allSatisfy(difference -> assertThat(difference.verdict()).isEqualTo("better"));
    }

    @Test
    void difference_ofAWayFromItself_isNone() {
        List<Identification.Probe> probes = probes();
        IdentificationDifference.Probes way = owned("x", probes, 2);

        // A hundred unknown probes are too few for FPIR 1 %.
        assertThat(IdentificationDifference.of(way, way, new Bootstrap(100, 1)))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.difference().excludesZero()).isFalse())
                .satisfies(difference -> assertThat(difference.verdict()).startsWith("no significant difference"));
    }

    private static IdentificationDifference.Probes owned(
            String name, List<Identification.Probe> probes, int probesOfAPerson) {
        return new IdentificationDifference.Probes(
                name,
                IntStream.range(0, probes.size())
                        .mapToObj(i -> new IdentificationDifference.PersonProbe(i / probesOfAPerson, probes.get(i)))
                        .toList());
    }
}
