package dev.likeness.training.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Creates the initial weights of a network, layer by layer. The random values are drawn in Java, so they do
/// not depend on the device.
public final class WeightsBuilder {
    private static final float FIRST_SLOPE = 0.25f;

    private final Random random;
    private final org.bytedeco.pytorch.Device device;
    private final Map<String, Tensor> all = new LinkedHashMap<>();
    private final Map<String, Tensor> trainable = new LinkedHashMap<>();

    public WeightsBuilder(Random random, org.bytedeco.pytorch.Device device) {
        this.random = random;
        this.device = device;
    }

    public void convolution(String name, int out, int inPerGroup, int kernel, double deviation) {
        addTrainable(
                name + ".weight",
                sampled(out * inPerGroup * kernel * kernel, () -> deviation * random.nextGaussian()),
                out,
                inPerGroup,
                kernel,
                kernel);
    }

    /// Adds a bias with these initial values.
    public void bias(String name, float[] values) {
        addTrainable(name + ".bias", values, values.length);
    }

    /// Adds a fully connected layer. Its weights are uniform in ±1/√in, as in PyTorch.
    public void linear(String name, int out, int in, boolean bias) {
        double bound = 1 / Math.sqrt(in);
        addTrainable(name + ".weight", sampled(out * in, () -> random.nextDouble(-bound, bound)), out, in);
        if (bias) {
            addTrainable(name + ".bias", sampled(out, () -> random.nextDouble(-bound, bound)), out);
        }
    }

    /// Adds one vector per class, with Gaussian components.
    public void classes(String name, int classes, int dimension) {
        double deviation = 1 / Math.sqrt(dimension);
        addTrainable(name, sampled(classes * dimension, () -> deviation * random.nextGaussian()), classes, dimension);
    }

    public void norm(String name, int channels) {
        addTrainable(name + ".weight", filled(channels, 1), channels);
        addTrainable(name + ".bias", filled(channels, 0), channels);
        addBuffer(name + ".running_mean", filled(channels, 0), channels);
        addBuffer(name + ".running_var", filled(channels, 1), channels);
    }

    public void slope(String name, int channels) {
        addTrainable(name + ".weight", filled(channels, FIRST_SLOPE), channels);
    }

    public Weights build() {
        return new Weights(all, trainable);
    }

    private void addTrainable(String name, float[] values, long... shape) {
        Tensor tensor = addBuffer(name, values, shape);
        tensor.set_requires_grad(true);
        trainable.put(name, tensor);
    }

    private Tensor addBuffer(String name, float[] values, long... shape) {
        try (PointerScope _ = new PointerScope()) {
            Tensor tensor = Tensor.create(values, shape).to(device, torch.ScalarType.Float);
            if (shape.length == 4) {
                tensor = tensor.contiguous(torch.MemoryFormat.ChannelsLast);
            }
            Tensor copy = tensor.clone();
            copy.retainReference(); // the tensor outlives the scope
            all.put(name, copy);
            return copy;
        }
    }

    private static float[] sampled(int size, DoubleSupplier source) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) source.getAsDouble();
        }
        return values;
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
