package dev.likeness.index.lucene.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.UnitVector;
import dev.likeness.index.lucene.search.NearestTemplates.Near;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTemplatesTest {
    private static final List<float[]> COMPASS =
            List.of(new float[] {1, 0}, new float[] {0, 1}, new float[] {-1, 0}, new float[] {0, 1});

    @Test
    void of_twoSubjects_nearestFirstAndEqualOnesInTheirOrder() {
        List<List<Near>> nearest =
                NearestTemplates.of(List.of(new float[] {0, 1}, new float[] {-1, 0}), COMPASS, 3, (_, _) -> false);

        assertThat(nearest.getFirst()).containsExactly(new Near(1, 1), new Near(3, 1), new Near(0, 0));
        assertThat(nearest.getLast()).containsExactly(new Near(2, 1), new Near(1, 0), new Near(3, 0));
    }

    @Test
    void of_excludedTemplate_isNoAnswerForThatSubjectOnly() {
        List<List<Near>> nearest = NearestTemplates.of(
                List.of(COMPASS.get(1), COMPASS.get(1)),
                COMPASS,
                1,
                (subject, template) -> subject == 0 && template == 1);

        assertThat(nearest.getFirst()).containsExactly(new Near(3, 1));
        assertThat(nearest.getLast()).containsExactly(new Near(1, 1));
    }

    @ParameterizedTest(name = "500 templates, seed {0}")
    @ValueSource(longs = {1, 2})
    void of_randomTemplates_areThoseOfComparingEachWithUnitVector(long seed) {
        Random random = new Random(seed);
        List<UnitVector> templates = vectors(random, 500);
        List<UnitVector> subjects = vectors(random, 5);

        List<List<Near>> nearest = NearestTemplates.of(
                subjects.stream().map(UnitVector::toArray).toList(),
                templates.stream().map(UnitVector::toArray).toList(),
                20,
                (_, template) -> template % 7 == 0);

        for (int subject = 0; subject < subjects.size(); subject++) {
            UnitVector direction = subjects.get(subject);
            assertThat(nearest.get(subject))
                    .isEqualTo(IntStream.range(0, templates.size())
                            .filter(template -> template % 7 != 0)
                            .mapToObj(template -> new Near(template, direction.cosine(templates.get(template))))
                            .sorted(Comparator.comparingDouble((Near near) -> -near.cosine())
                                    .thenComparingInt(Near::template))
                            .limit(20)
                            .toList());
        }
    }

    private static List<UnitVector> vectors(Random random, int count) {
        List<UnitVector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[64];
            for (int j = 0; j < vector.length; j++) {
                vector[j] = (float) random.nextGaussian();
            }
            vectors.add(UnitVector.normalized(vector));
        }
        return vectors;
    }
}
