package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.IsotonicRegression.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IsotonicRegressionTest {
    @Test
    void fit_valuesInOrder_staysAsItIs() {
        assertThat(IsotonicRegression.fit(List.of(new Block(2, 5, 1), new Block(1, 3, 1))))
                .containsExactly(new Block(1, 3, 1), new Block(2, 5, 1));
    }

    @Test
    void fit_onePlaceTwice_isOneObservation() {
        assertThat(IsotonicRegression.fit(List.of(new Block(1, 0, 1), new Block(1, 1, 3))))
                .containsExactly(new Block(1, .75, 4));
    }

    @Test
    void fit_randomValues_isMonotoneAndKeepsTheMean() {
        SplittableRandom random = new SplittableRandom(3);
        List<Block> points = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            points.add(new Block(random.nextInt(200), random.nextDouble(), 1 + random.nextInt(3)));
        }

        List<Block> blocks = IsotonicRegression.fit(points);

        assertThat(blocks).extracting(Block::value).isSorted().doesNotHaveDuplicates();
        assertThat(sum(blocks)).isCloseTo(sum(points), within(1e-9));
    }

    @Test
    void logisticRegression_twoPlaces_findsTheLogOdds() {
        // At x = 0 one of four is true, at x = 1 three of four: intercept ln(1/3), slope 2·ln 3.
        double[][] features = new double[8][];
        boolean[] labels = new boolean[8];
        double[] weights = new double[8];
        for (int i = 0; i < 8; i++) {
            features[i] = new double[] {1, i < 4 ? 0 : 1};
            labels[i] = i == 0 || i > 4;
            weights[i] = 1_000;
        }

        double[] fitted = LogisticRegression.fit(features, labels, weights);

        assertThat(fitted[0]).isCloseTo(-Math.log(3), within(1e-5));
        assertThat(fitted[1]).isCloseTo(2 * Math.log(3), within(1e-5));
    }

    @Test
    void logisticRegression_separableClasses_staysFinite() {
        double[] fitted = LogisticRegression.fit(
                new double[][] {{1, -1}, {1, 1}}, new boolean[] {false, true}, new double[] {1, 1});

        assertThat(fitted[1]).isBetween(1.0, 100.0);
    }

    private static double sum(List<Block> blocks) {
        return blocks.stream()
                .mapToDouble(block -> block.value() * block.weight())
                .sum();
    }
}
