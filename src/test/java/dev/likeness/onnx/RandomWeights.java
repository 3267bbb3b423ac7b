package dev.likeness.onnx;

import dev.likeness.onnx.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Seeded weights of the backbones at any width, with BatchNorm statistics that are neither zero nor one, so
/// that no mistake in folding can hide.
public final class RandomWeights {
    private final Random random;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private RandomWeights(long seed) {
        this.random = new Random(seed);
    }

    public static Map<String, Tensor> iResNet(long seed, List<Integer> blocks, int[] widths, int dimension) {
        RandomWeights weights = new RandomWeights(seed);
        weights.convolution("conv1", widths[0], 3, 3);
        weights.norm("bn1", widths[0]);
        weights.slope("prelu", widths[0]);
        int in = widths[0];
        for (int stage = 0; stage < 4; stage++) {
            int out = widths[stage];
            for (int block = 0; block < blocks.get(stage); block++) {
                String prefix = "layer%d.%d".formatted(stage + 1, block);
                weights.norm(prefix + ".bn1", in);
                weights.convolution(prefix + ".conv1", out, in, 3);
                weights.norm(prefix + ".bn2", out);
                weights.slope(prefix + ".prelu", out);
                weights.convolution(prefix + ".conv2", out, out, 3);
                weights.norm(prefix + ".bn3", out);
                // a branch as strong as its trunk would double the signal in every block, as no trained one does
                weights.put(prefix + ".bn3.weight", weights.uniform(out, 0.1, 0.3), out);
                if (block == 0) {
                    weights.convolution(prefix + ".downsample.0", out, in, 1);
                    weights.norm(prefix + ".downsample.1", out);
                }
                in = out;
            }
        }
        weights.norm("bn2", in);
        weights.linear("fc", dimension, in * 49);
        weights.put("fc.bias", weights.uniform(dimension, -0.1, 0.1), dimension);
        weights.norm("features", dimension);
        return weights.tensors;
    }

    /// A MobileFaceNet.
    ///
    /// @param second whether `layers.1` is one grouped convolution, or two residual blocks
    public static Map<String, Tensor> mobileFaceNet(long seed, int width, boolean second, int dimension) {
        RandomWeights weights = new RandomWeights(seed);
        weights.block("layers.0", width, 3, 3, true);
        if (second) {
            weights.block("layers.1", width, 2, 3, true);
        } else {
            weights.bottleneck("layers.1.layers.0", width, 2 * width, width);
            weights.bottleneck("layers.1.layers.1", width, 2 * width, width);
        }
        int in = width;
        int[] widths = {width, 2 * width, 2 * width};
        for (int stage = 0; stage < 3; stage++) {
            int out = widths[stage];
            weights.bottleneck("layers.%d".formatted(2 + 2 * stage), in, 2 * in, out);
            for (int block = 0; block < 2; block++) {
                weights.bottleneck("layers.%d.layers.%d".formatted(3 + 2 * stage, block), out, 2 * out, out);
            }
            in = out;
        }
        weights.block("conv_sep", 4 * width, in, 1, true);
        weights.block("features.layers.0", 4 * width, 1, 7, false);
        weights.linear("features.layers.2", dimension, 4 * width);
        weights.norm("features.layers.3", dimension);
        return weights.tensors;
    }

    /// A MobileFaceNet with the names of Face_Pytorch.
    ///
    /// @param lastWidth width of the last depthwise convolution: 7, or 6 for faces of 96 columns
    public static Map<String, Tensor> blocksMobileFaceNet(long seed, int width, int lastWidth, int dimension) {
        RandomWeights weights = new RandomWeights(seed);
        weights.named("conv1", width, 3, 3, true);
        weights.named("dw_conv1", width, 1, 3, true);
        int in = width;
        for (int i = 0; i < 15; i++) {
            int out = i < 5 ? width : 2 * width;
            int middle = in * (i == 5 || i == 12 ? 4 : 2);
            String prefix = "blocks.%d.conv.".formatted(i);
            weights.convolution(prefix + 0, middle, in, 1);
            weights.norm(prefix + 1, middle);
            weights.slope(prefix + 2, middle);
            weights.convolution(prefix + 3, middle, 1, 3);
            weights.norm(prefix + 4, middle);
            weights.slope(prefix + 5, middle);
            weights.convolution(prefix + 6, out, middle, 1);
            weights.norm(prefix + 7, out);
            in = out;
        }
        weights.named("conv2", 4 * width, in, 1, true);
        weights.put(
                "linear7.conv.weight",
                weights.gaussian(4 * width * 7 * lastWidth, Math.sqrt(1.0 / 49)),
                4 * width,
                1,
                7,
                lastWidth);
        weights.norm("linear7.bn", 4 * width);
        weights.named("linear1", dimension, 4 * width, 1, false);
        return weights.tensors;
    }

    /// A MobileFaceNet with the names of InsightFace_Pytorch.
    public static Map<String, Tensor> stagesMobileFaceNet(long seed, int width, int dimension) {
        RandomWeights weights = new RandomWeights(seed);
        weights.named("conv1", width, 3, 3, true);
        weights.named("conv2_dw", width, 1, 3, true);
        weights.depthWise("conv_23", width, 2 * width, width);
        weights.depthWise("conv_3.model.0", width, 2 * width, width);
        weights.depthWise("conv_34", width, 4 * width, 2 * width);
        weights.depthWise("conv_4.model.0", 2 * width, 4 * width, 2 * width);
        weights.depthWise("conv_4.model.1", 2 * width, 4 * width, 2 * width);
        weights.depthWise("conv_45", 2 * width, 8 * width, 2 * width);
        weights.depthWise("conv_5.model.0", 2 * width, 4 * width, 2 * width);
        weights.named("conv_6_sep", 4 * width, 2 * width, 1, true);
        weights.named("conv_6_dw", 4 * width, 1, 7, false);
        weights.linear("linear", dimension, 4 * width);
        weights.norm("bn", dimension);
        return weights.tensors;
    }

    /// A MobileFaceNet with the names of foamliu/MobileFaceNet.
    public static Map<String, Tensor> relu6MobileFaceNet(long seed, int width, int dimension) {
        RandomWeights weights = new RandomWeights(seed);
        weights.numbered("conv1", width, 3, 3);
        weights.convolution("dw_conv.depthwise", width, 1, 3);
        weights.norm("dw_conv.bn1", width);
        weights.convolution("dw_conv.pointwise", width, width, 1);
        weights.norm("dw_conv.bn2", width);
        int in = width;
        for (int i = 0; i < 15; i++) {
            int out = i < 5 ? width : 2 * width;
            int middle = in * (i == 5 || i == 12 ? 4 : 2);
            String prefix = "features.%d.conv.".formatted(i);
            weights.numbered(prefix + 0, middle, in, 1);
            weights.numbered(prefix + 1, middle, 1, 3);
            weights.convolution(prefix + 2, out, middle, 1);
            weights.norm(prefix + 3, out);
            in = out;
        }
        weights.numbered("conv2", 4 * width, in, 1);
        weights.convolution("gdconv.depthwise", 4 * width, 1, 7);
        weights.norm("gdconv.bn", 4 * width);
        weights.convolution("conv3", dimension, 4 * width, 1);
        weights.put("conv3.bias", weights.uniform(dimension, -0.1, 0.1), dimension);
        weights.norm("bn", dimension);
        return weights.tensors;
    }

    private void depthWise(String prefix, int in, int middle, int out) {
        named(prefix + ".conv", middle, in, 1, true);
        named(prefix + ".conv_dw", middle, 1, 3, true);
        named(prefix + ".project", out, middle, 1, false);
    }

    private void named(String prefix, int out, int inPerGroup, int kernel, boolean activated) {
        convolution(prefix + ".conv", out, inPerGroup, kernel);
        norm(prefix + ".bn", out);
        if (activated) {
            slope(prefix + ".prelu", out);
        }
    }

    private void numbered(String prefix, int out, int inPerGroup, int kernel) {
        convolution(prefix + ".0", out, inPerGroup, kernel);
        norm(prefix + ".1", out);
    }

    private void bottleneck(String prefix, int in, int middle, int out) {
        block(prefix + ".layers.0", middle, in, 1, true);
        block(prefix + ".layers.1", middle, 1, 3, true);
        block(prefix + ".layers.2", out, middle, 1, false);
    }

    private void block(String prefix, int out, int inPerGroup, int kernel, boolean activated) {
        convolution(prefix + ".layers.0", out, inPerGroup, kernel);
        norm(prefix + ".layers.1", out);
        if (activated) {
            slope(prefix + ".layers.2", out);
        }
    }

    private void convolution(String name, int out, int inPerGroup, int kernel) {
        int fanIn = inPerGroup * kernel * kernel;
        put(name + ".weight", gaussian(out * fanIn, Math.sqrt(1.0 / fanIn)), out, inPerGroup, kernel, kernel);
    }

    private void linear(String name, int out, int in) {
        put(name + ".weight", gaussian(out * in, Math.sqrt(1.0 / in)), out, in);
    }

    private void norm(String name, int channels) {
        put(name + ".weight", uniform(channels, 0.6, 1.4), channels);
        put(name + ".bias", uniform(channels, -0.3, 0.3), channels);
        put(name + ".running_mean", uniform(channels, -0.3, 0.3), channels);
        put(name + ".running_var", uniform(channels, 0.5, 2), channels);
        put(name + ".num_batches_tracked", new float[] {100});
    }

    private void slope(String name, int channels) {
        put(name + ".weight", uniform(channels, 0.05, 0.5), channels);
    }

    private void put(String name, float[] values, int... shape) {
        tensors.put(name, Tensor.of(values, shape));
    }

    private float[] gaussian(int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private float[] uniform(int size, double low, double high) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return values;
    }

    /// Random faces: `count · 3 · 112 · 112` numbers as a network is fed.
    public static float[] faces(long seed, int count) {
        return new RandomWeights(seed).uniform(count * 3 * 112 * 112, -1, 1);
    }
}
