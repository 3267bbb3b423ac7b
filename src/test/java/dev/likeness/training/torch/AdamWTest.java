package dev.likeness.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.training.detector.Natives;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    @BeforeEach
    void natives() {
        Natives.require();
    }

    @Test
    void step_twice_movesAsWorkedOutByHand() {
        Tensor bias = learned(new double[] {1}, 1);
        AdamW adam = new AdamW(Map.of("bias", bias), .9, .5);

        gradient(bias, 2);
        adam.step(1, .1);
        double first = bias.item_double();
        gradient(bias, -1);
        adam.step(2, .1);

        // The first step is as long as the rate. Then m = 0.9 · 0.2 − 0.1 = 0.08 and v = 0.999 · 0.004 + 0.001.
        assertThat(first).isCloseTo(.9, within(1e-7));
        double mean = .08 / (1 - .81);
        double square = .004996 / (1 - .999 * .999);
        assertThat(bias.item_double()).isCloseTo(first - .1 * mean / Math.sqrt(square), within(1e-7));
    }

    @Test
    void step_withWeightDecay_shrinksConvolutionsAlone() {
        Tensor convolution = learned(new double[] {1}, 1, 1, 1, 1);
        Tensor bias = learned(new double[] {1}, 1);
        AdamW adam = new AdamW(Map.of("conv", convolution, "bias", bias), .9, .5);

        gradient(convolution, 0);
        gradient(bias, 0);
        adam.step(1, .1);

        assertThat(convolution.item_double()).isCloseTo(.95, within(1e-12));
        assertThat(bias.item_double()).isEqualTo(1);
    }

    private static Tensor learned(double[] values, long... shape) {
        Tensor tensor = Tensor.create(values, shape);
        tensor.set_requires_grad(true);
        return tensor;
    }

    /// Lets the weight have this gradient.
    private static void gradient(Tensor weight, double value) {
        try (PointerScope _ = new PointerScope()) {
            weight.mul(PyTorch.scalar(value)).sum().backward();
        }
    }
}
