package dev.likeness.training.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossOptionsTest {
    @Test
    void leastLambda_ofThePublishedOptions_isThePublishedBound() {
        assertThat(LossOptions.magFace().minLambda()).isCloseTo(22.587, within(5e-4));
        assertThat(LossOptions.magCosFace().minLambda()).isCloseTo(29.04, within(5e-3));
        assertThat(LossOptions.arcFace().minLambda()).isZero();
    }

    @Test
    void lambda_belowItsBound_isRefusedWithTheBound() {
        assertThatThrownBy(() -> new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .8, 22.5, true))
                .hasMessage(
                        "lambda must be at least 22.587, or the magnitude has no optimum (s·K·u_a²·l_a² / (u_a² − l_a²)), got: 22.5");
        assertThatCode(() -> new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .8, 22.6, true))
                .doesNotThrowAnyException();
    }

    @Test
    void lambda_ofNaN_isRefused() {
        assertThatThrownBy(() -> new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .8, Double.NaN, true))
                .hasMessageEndingWith("got: NaN");
    }

    @Test
    void bounds_inTheWrongOrder_areRefused() {
        assertThatThrownBy(() -> new LossOptions(MarginKind.ARC, 64, 10, 10, .45, .8, 35, true))
                .hasMessage("upperMagnitude must be above lowerMagnitude (10.0), got: 10.0");
        assertThatThrownBy(() -> new LossOptions(MarginKind.ARC, 64, 10, 110, .45, .4, 35, true))
                .hasMessage("upperMargin must be at least lowerMargin (0.45) and below π/2, got: 0.4");
    }

    @Test
    void margin_growsFromItsLowerToItsUpperBound_andStaysThere() {
        LossOptions options = LossOptions.magFace();

        assertThat(options.margin(3)).isEqualTo(.45);
        assertThat(options.margin(10)).isEqualTo(.45);
        assertThat(options.margin(60)).isCloseTo(.625, within(1e-12));
        assertThat(options.margin(110)).isCloseTo(.8, within(1e-12));
        assertThat(options.margin(500)).isCloseTo(.8, within(1e-12));
    }

    @Test
    void regularizer_isConvexAndLeastAtTheUpperBound() {
        LossOptions options = LossOptions.magFace();

        assertThat(options.regularizer(110)).isCloseTo(2 / 110.0, within(1e-15));
        for (double a = 11; a < 109; a++) {
            assertThat(options.regularizer(a)).isGreaterThan(options.regularizer(a + 1));
            assertThat(options.regularizer(a - 1) + options.regularizer(a + 1))
                    .isGreaterThan(2 * options.regularizer(a));
        }
    }

    /// The table of the published supplement, made again: 85,741 other classes, all at cosine 0.
    @ParameterizedTest(name = "θ = {0}°: the best magnitude is {1}")
    @CsvSource({"25, 109.8", "30, 101.7", "35, 83.6", "40, 63.4", "45, 43.2", "50, 24.8", "55, 13.4"})
    void optimum_ofTheAngle_isThePublishedOne(double degrees, double magnitude) {
        PlainMagFace loss = new PlainMagFace(LossOptions.magFace());
        double[] others = new double[85_741];

        double best = argmin(a -> loss.ofAngles(Math.toRadians(degrees), a, others), 10, 110);

        assertThat(best).isCloseTo(magnitude, within(.05));
    }

    @Test
    @DisplayName(
            "100 random angles and negatives, seed 7: convex in the magnitude, and the optimum falls with the angle")
    void loss_onRandomCases_isConvexAndItsOptimumFallsWithTheAngle() {
        Random random = new Random(7);
        PlainMagFace loss = new PlainMagFace(LossOptions.magFace());
        for (int trial = 0; trial < 100; trial++) {
            double[] others = new double[200];
            for (int j = 0; j < others.length; j++) {
                others[j] = random.nextDouble(-.3, .3);
            }
            // The theorems ask for θ + m ≤ π/2, where the cosine is concave.
            double smaller = random.nextDouble(.05, .5);
            double larger = smaller + random.nextDouble(.02, .25);

            double step = .5;
            for (double a = 10 + step; a < 110 - step; a += 4) {
                double second = loss.ofAngles(smaller, a - step, others)
                        - 2 * loss.ofAngles(smaller, a, others)
                        + loss.ofAngles(smaller, a + step, others);
                assertThat(second).as("second difference at %s", a).isGreaterThan(-1e-13);
            }
            double clear = argmin(a -> loss.ofAngles(smaller, a, others), 10, 110);
            double hard = argmin(a -> loss.ofAngles(larger, a, others), 10, 110);
            assertThat(clear)
                    .as("θ %s against %s, negatives %s", smaller, larger, Arrays.hashCode(others))
                    .isGreaterThanOrEqualTo(hard - 1e-4);
        }
    }

    /// Golden-section search of a function with one minimum.
    private static double argmin(java.util.function.DoubleUnaryOperator function, double from, double to) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = from;
        double high = to;
        while (high - low > 1e-5) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            if (function.applyAsDouble(left) < function.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return (low + high) / 2;
    }
}
