package dev.likeness.evaluation.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FairnessReportTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(300, 1);
    private static final MatchRule RULE = new MatchRule.AtCosine(.55, "as given");
    private static final Provenance PROVENANCE = new Provenance("abc123", "made", "", "a machine", Map.of());

    /// Three groups of 60 people with four photos each. The faces of the first group vary more, so its mated
    /// cosines are lower.
    @Test
    void report_groupWithLowerMatedCosines_hasAHigherNonMatchRateThanTheOthers() {
        Grouping sex = grouping(new FairnessEvaluation(List.of("group"), people(.85)));

        GroupRates harder = sex.groups().getFirst();
        assertThat(harder.group()).isEqualTo("a");
        for (GroupRates other : sex.groups().subList(1, 3)) {
            assertThat(high(other.rate(RateKind.FNMR))).isLessThan(low(harder.rate(RateKind.FNMR)));
        }
        assertThat(harder.minusOthers().get(RateKind.FNMR))
                .satisfies(difference -> assertThat(difference.low()).isPositive());
        Differential differential = sex.differentials().stream()
                .filter(of -> of.rate() == RateKind.FNMR)
                .findFirst()
                .orElseThrow();
        assertThat(differential.worst()).isEqualTo("a");
        assertThat(differential.worstToBest().value().orElseThrow()).isGreaterThan(2);
        assertThat(differential.worstToGeometricMean().value().orElseThrow())
                .isBetween(1.2, differential.worstToBest().value().orElseThrow());
    }

    @Test
    void report_groupsAssignedAtRandom_showsNoDifference() {
        List<GroupedPerson> people = people(.85);
        List<List<String>> groups =
                new ArrayList<>(people.stream().map(GroupedPerson::groups).toList());
        Collections.shuffle(groups, new Random(3));
        List<GroupedPerson> swapped = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            GroupedPerson person = people.get(i);
            swapped.add(new GroupedPerson(person.name(), groups.get(i), person.photos(), person.faces()));
        }

        Grouping grouping = grouping(new FairnessEvaluation(List.of("group"), swapped));

        assertThat(grouping.groups())
                .allSatisfy(group -> assertThat(group.minusOthers())
                        .containsOnlyKeys(RateKind.values())
                        .allSatisfy((_, difference) ->
                                assertThat(difference.excludesZero()).isFalse()));
    }

    /// Two groups of 30 people with two photos. Person i of the first group looks along axis i, and so does
    /// person i of the second; ten people of the first turn by 90° in their second photo, and in five a photo has
    /// no face.
    @Test
    void report_ofAxes_countsEveryErrorOnce() {
        List<GroupedPerson> people = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int turned = i < 10 ? i + 30 : i;
            List<Embedding> faces = i < 25 ? List.of(axis(i), axis(turned)) : List.of(axis(i));
            people.add(new GroupedPerson("a" + i, List.of("a"), 2, faces));
            people.add(new GroupedPerson("b" + i, List.of("b"), 2, List.of(axis(i), axis(i))));
        }

        FairnessReport report = new FairnessEvaluation(List.of("group"), people).report(RULE, BOOTSTRAP);

        Grouping grouping = report.groupings().getFirst();
        GroupRates a = grouping.groups().getFirst();
        GroupRates b = grouping.groups().getLast();
        assertThat(a.people()).isEqualTo(30);
        assertThat(a.photos()).isEqualTo(60);
        assertThat(counts(a.rate(RateKind.FTE))).containsExactly(5L, 60L, 30L);
        assertThat(counts(a.rate(RateKind.FRR))).containsExactly(15L, 30L, 30L);
        assertThat(counts(b.rate(RateKind.FRR))).containsExactly(0L, 30L, 30L);
        // 25 people have two faces, fewer than the 30 of a rate.
        assertThat(counts(a.rate(RateKind.FNMR))).containsExactly(10L, 25L, 25L);
        assertThat(a.rate(RateKind.FNMR).rate().reason())
                .contains("FNMR of a needs at least 30 people with two faces, got: 25");
        assertThat(a.minusOthers()).doesNotContainKey(RateKind.FNMR);
        assertThat(report.notes())
                .contains(
                        "Fewer than the 30 people that a rate needs, for FNMR with two faces each and for FRR with two"
                                + " photos; more photos of the same people do not help: FNMR of a (25).",
                        "No ratio without two groups of 30 people and an error in each: FTE by group; FNMR by group; FRR"
                                + " by group; FMR by group.");
        // 55 faces, of which 25 pairs are mated.
        assertThat(counts(a.rate(RateKind.FMR))).containsExactly(0L, 55L * 54 / 2 - 25, 30L);
        // Each face of the second group meets the one or two of the first on its axis.
        assertThat(grouping.falseMatches())
                .extracting(
                        Grouping.CrossGroup::first,
                        Grouping.CrossGroup::second,
                        Grouping.CrossGroup::errors,
                        Grouping.CrossGroup::n)
                .contains(tuple("a", "b", 10L * 2 + 15 * 4 + 5 * 2, 55L * 60));
        assertThat(report.everyone().rate(RateKind.FMR).errors()).isEqualTo(90);
    }

    @Test
    void rate_withoutAnError_isBoundedByTheRuleOfThree() {
        Interval never = new Interval(0, 0, 0, 60);

        ErrorRate missed = ErrorRate.measured(RateKind.FNMR, 0, 600, 60, never);
        ErrorRate confused = ErrorRate.measured(RateKind.FMR, 0, 70_000, 60, never);
        ErrorRate always = ErrorRate.measured(RateKind.FTE, 60, 60, 60, new Interval(1, 1, 1, 60));

        assertThat(high(missed)).isEqualTo(3.0 / 60);
        assertThat(high(confused)).isEqualTo(3.0 / (60 * 59 / 2));
        assertThat(low(always)).isEqualTo(1 - 3.0 / 60);
        // Without the rule of three, the bootstrap of a rate of 0 would call 0.02 a difference.
        ErrorRate other = ErrorRate.measured(RateKind.FNMR, 12, 600, 60, new Interval(.02, .01, .03, 60));
        Interval difference = Optional.ofNullable(missed.minus(other)).orElseThrow();
        assertThat(difference.estimate()).isEqualTo(-.02);
        assertThat(difference.low()).isEqualTo(-.02 - .01, within(1e-12));
        assertThat(difference.high()).isEqualTo(-.02 + Math.hypot(.05, .01), within(1e-12));
        assertThat(difference.excludesZero()).isFalse();
    }

    @Test
    void ruleAt_falseMatchRate_isTheLowestThresholdWithAtMostThisRate() {
        FairnessEvaluation evaluation = new FairnessEvaluation(List.of("group"), people(.65));

        for (double rate : new double[] {.3, .01, 1e-3}) {
            MatchRule rule = evaluation.ruleAt(rate);
            ErrorRate measured = evaluation.report(rule, BOOTSTRAP).everyone().rate(RateKind.FMR);
            double share = (double) measured.errors() / measured.n();
            assertThat(share).isBetween(rate * .95, rate);
        }
        assertThatThrownBy(() -> evaluation.ruleAt(1e-5))
                .hasMessage("a threshold at FMR 0.00001 needs at least 1,000,000 impostor pairs, got: 235,342; take a"
                        + " higher FMR, or label more people");
        assertThatThrownBy(() -> evaluation.ruleAt(1))
                .hasMessage("a false match rate must be above 0 and below 1, got: 1.0");
        assertThatThrownBy(() -> new MatchRule.AtCosine(1.5, "as given"))
                .hasMessage("a threshold must be a cosine from -1 to 1, got: 1.5");
    }

    @Test
    void report_ofTwoAttributes_alsoDividesByBothTogether() {
        List<GroupedPerson> people = people(.65).stream()
                .map(person -> new GroupedPerson(
                        person.name(),
                        List.of(person.groups().getFirst(), person.name().hashCode() % 2 == 0 ? "even" : "odd"),
                        person.photos(),
                        person.faces()))
                .toList();

        FairnessReport report = new FairnessEvaluation(List.of("group", "parity"), people).report(RULE, BOOTSTRAP);

        assertThat(report.groupings())
                .extracting(Grouping::name)
                .containsExactly("group", "parity", "group and parity");
        assertThat(report.groupings().getLast().groups())
                .extracting(GroupRates::group)
                .containsExactly("a, even", "a, odd", "b, even", "b, odd", "c, even", "c, odd");
        assertThat(report.groupings().getLast().groups().stream()
                        .mapToInt(GroupRates::people)
                        .sum())
                .isEqualTo(180);
    }

    @Test
    void report_ofTheSamePeople_isTheSameEachTime() {
        FairnessEvaluation evaluation = new FairnessEvaluation(List.of("group"), people(.65));

        assertThat(ReportFormat.JSON.render(evaluation.report(RULE, BOOTSTRAP), PROVENANCE))
                .isEqualTo(ReportFormat.JSON.render(evaluation.report(RULE, BOOTSTRAP), PROVENANCE));
    }

    @Test
    void report_inEveryFormat_namesTheRuleTheIntervalsAndTheRatios() {
        FairnessReport report = new FairnessEvaluation(List.of("skin <tone>"), people(.85)).report(RULE, BOOTSTRAP);

        JsonNode json = JsonMapper.shared().readTree(ReportFormat.JSON.render(report, PROVENANCE));
        assertThat(json.propertyNames())
                .containsExactly("kind", "provenance", "match", "everyone", "groupings", "notes");
        assertThat(json.get("match").asString()).isEqualTo("a cosine of at least 0.5500, as given");
        JsonNode group = json.at("/groupings/0/groups/0");
        assertThat(group.propertyNames()).containsExactly("group", "people", "photos", "rates", "minusOthers", "curve");
        assertThat(group.at("/rates").propertyNames()).containsExactly("FTE", "FNMR", "FRR", "FMR");
        assertThat(group.at("/rates/FNMR").propertyNames())
                .containsExactly("errors", "n", "people", "rate", "low", "high");
        assertThat(group.at("/rates/FNMR/low").doubleValue())
                .isEqualTo(low(report.groupings().getFirst().groups().getFirst().rate(RateKind.FNMR)));
        assertThat(ReportFormat.TEXT.render(report, PROVENANCE))
                .contains(
                        "False non-match rate (FNMR) by skin <tone>",
                        "minus the others",
                        "higher",
                        "no difference shown",
                        "Differentials by skin <tone>",
                        "worst / geometric mean",
                        "False match rate across the groups of skin <tone>",
                        "- A pair matches by one rule for all groups: a cosine of at least 0.5500, as given.");
        assertThat(ReportFormat.HTML.render(report, PROVENANCE))
                .contains("False match rate by skin &lt;tone&gt; and cosine threshold", "<svg")
                .doesNotContain("NaN", "Infinity");
    }

    private static Grouping grouping(FairnessEvaluation evaluation) {
        return evaluation.report(RULE, BOOTSTRAP).groupings().getFirst();
    }

    private static double low(ErrorRate rate) {
        return Optional.ofNullable(rate.low()).orElseThrow();
    }

    private static double high(ErrorRate rate) {
        return Optional.ofNullable(rate.high()).orElseThrow();
    }

    private static List<Long> counts(ErrorRate rate) {
        return List.of(rate.errors(), rate.n(), (long) rate.people());
    }

    private static Embedding axis(int axis) {
        float[] direction = new float[64];
        direction[axis] = 1;
        return new Embedding(UnitVector.of(direction), 20);
    }

    /// 180 people in the groups a, b and c, each a random direction, with four photos in which that direction
    /// varies. A twentieth of the photos has no face.
    ///
    /// @param variation how much it varies in group a; in the others it is 0.65
    private static List<GroupedPerson> people(double variation) {
        SplittableRandom random = new SplittableRandom(7);
        List<GroupedPerson> people = new ArrayList<>();
        for (int i = 0; i < 180; i++) {
            String group = List.of("a", "b", "c").get(i % 3);
            float[] centre = gaussian(random, 1);
            List<Embedding> faces = new ArrayList<>();
            for (int photo = 0; photo < 4; photo++) {
                float[] face = gaussian(random, group.equals("a") ? variation : .65);
                for (int component = 0; component < face.length; component++) {
                    face[component] += centre[component];
                }
                if (random.nextInt(20) > 0) {
                    faces.add(new Embedding(UnitVector.normalized(face), 20));
                }
            }
            people.add(new GroupedPerson("%s%03d".formatted(group, i), List.of(group), 4, faces));
        }
        return people;
    }

    private static float[] gaussian(SplittableRandom random, double deviation) {
        float[] vector = new float[32];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (deviation * random.nextGaussian());
        }
        return vector;
    }
}
