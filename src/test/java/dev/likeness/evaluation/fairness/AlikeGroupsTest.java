package dev.likeness.evaluation.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.face.Embedding;
import dev.likeness.face.UnitVector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// How often a difference is shown where there is none: pairs of groups that are drawn alike, of people who differ
/// much. Some vary more than others, a tenth resemble each other, and an eighth are often not found.
class AlikeGroupsTest {
    private static final int DRAWS = 100;
    private static final int DIMENSION = 32;

    @Test
    void report_groupsThatAreAlike_showsADifferenceInAboutOneOfTwentyCases() {
        Map<RateKind, Integer> shown = new EnumMap<>(RateKind.class);
        for (int seed = 0; seed < DRAWS; seed++) {
            FairnessReport report = new FairnessEvaluation(List.of("group"), people(seed))
                    .report(new MatchRule.AtCosine(.5, "as given"), new Bootstrap(200, 1));
            Map<RateKind, Interval> differences =
                    report.groupings().getFirst().groups().getFirst().minusOthers();
            assertThat(differences).containsOnlyKeys(RateKind.values());
            differences.forEach(
                    (kind, difference) -> shown.merge(kind, difference.excludesZero() ? 1 : 0, Integer::sum));
        }

        assertThat(shown)
                .allSatisfy((kind, count) ->
                        assertThat(count).as("%s of %d draws", kind, DRAWS).isBetween(1, DRAWS * 12 / 100));
        assertThat(shown.values().stream().mapToInt(count -> count).sum() / (4.0 * DRAWS))
                .isBetween(.03, .08);
    }

    private static List<GroupedPerson> people(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GroupedPerson> people = new ArrayList<>();
        float[] shared = gaussian(random, 1);
        for (int i = 0; i < 160; i++) {
            double variation = random.nextDouble(.3, 1);
            boolean resembles = random.nextInt(10) == 0;
            boolean isOftenMissed = random.nextInt(8) == 0;
            float[] centre = gaussian(random, 1);
            for (int component = 0; resembles && component < DIMENSION; component++) {
                centre[component] = .5f * centre[component] + shared[component];
            }
            int photos = 2 + random.nextInt(6);
            List<Embedding> faces = new ArrayList<>();
            for (int photo = 0; photo < photos; photo++) {
                float[] face = gaussian(random, variation);
                for (int component = 0; component < DIMENSION; component++) {
                    face[component] += centre[component];
                }
                if (!isOftenMissed || random.nextBoolean()) {
                    faces.add(new Embedding(UnitVector.normalized(face), 20));
                }
            }
            people.add(new GroupedPerson("p%03d".formatted(i), List.of(i % 2 == 0 ? "a" : "b"), photos, faces));
        }
        return people;
    }

    private static float[] gaussian(SplittableRandom random, double deviation) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (deviation * random.nextGaussian());
        }
        return vector;
    }
}
