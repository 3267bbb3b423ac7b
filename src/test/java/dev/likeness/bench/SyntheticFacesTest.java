package dev.likeness.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticFacesTest {
    private static final int FACES = 4_000;
    private static final float CLEAR = 19;
    private static final float POOR = 10;

    private final SyntheticFaces made = new SyntheticFaces(FACES, FACES / 10, 7);
    private final List<Embedding> embeddings =
            IntStream.range(0, FACES).mapToObj(made::embedding).toList();

    @Test
    void embedding_ofTheSameSeedAndNumber_isTheSame() {
        SyntheticFaces again = new SyntheticFaces(FACES, FACES / 10, 7);

        assertThat(again.embedding(123)).isEqualTo(embeddings.get(123));
        assertThat(again.person(3_456)).isEqualTo(made.person(3_456));
        assertThat(new SyntheticFaces(FACES, FACES / 10, 8).embedding(123)).isNotEqualTo(embeddings.get(123));
    }

    @Test
    void embedding_ofSeedsThatFollowEachOther_areOfStrangers() {
        for (long seed = 8; seed < 12; seed++) {
            SyntheticFaces others = new SyntheticFaces(FACES, FACES / 10, seed);
            for (int face = 0; face < 100; face++) {
                for (int other = Math.max(0, face - 5); other < face + 5; other++) {
                    assertThat(embeddings
                                    .get(face)
                                    .direction()
                                    .cosine(others.embedding(other).direction()))
                            .isLessThan(.6f);
                }
            }
        }
    }

    @Test
    void cosines_ofClearFaces_areThoseOfAGoodRecogniser() {
        double[] mated = cosines(true, CLEAR, Float.POSITIVE_INFINITY);
        double[] strangers = cosines(false, CLEAR, Float.POSITIVE_INFINITY);

        assertThat(mean(mated)).isCloseTo(0.69, within(0.02));
        assertThat(deviation(mated)).isCloseTo(0.09, within(0.01));
        assertThat(mean(strangers)).isCloseTo(0, within(0.01));
        assertThat(deviation(strangers)).isCloseTo(0.047, within(0.003));
    }

    @Test
    void cosines_ofPoorStrangers_areHigherThanThoseOfClearOnes() {
        assertThat(mean(cosines(false, 0, POOR))).isGreaterThan(0.15);
    }

    @Test
    void people_haveFewFacesMostlyAndSomeHaveMany() {
        int[] sizes = new int[FACES / 10];
        IntStream.range(0, FACES).forEach(face -> sizes[made.person(face)]++);
        int[] ascending = IntStream.of(sizes).sorted().toArray();

        assertThat(ascending[0]).isPositive();
        assertThat(ascending[ascending.length / 2]).isLessThan(6);
        assertThat(ascending[ascending.length - 1]).isGreaterThan(80);
    }

    private double[] cosines(boolean samePerson, float leastMagnitude, float mostMagnitude) {
        Random random = new Random(1);
        List<Double> cosines = new ArrayList<>();
        for (int i = 0; i < 4_000_000 && cosines.size() < 3_000; i++) {
            int one = random.nextInt(FACES);
            int other = random.nextInt(FACES);
            if (one != other
                    && samePerson == (made.person(one) == made.person(other))
                    && isWithin(one, leastMagnitude, mostMagnitude)
                    && isWithin(other, leastMagnitude, mostMagnitude)) {
                cosines.add((double) embeddings
                        .get(one)
                        .direction()
                        .cosine(embeddings.get(other).direction()));
            }
        }
        return cosines.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private boolean isWithin(int face, float min, float max) {
        float magnitude = embeddings.get(face).magnitude();
        return magnitude >= min && magnitude <= max;
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow());
    }
}
