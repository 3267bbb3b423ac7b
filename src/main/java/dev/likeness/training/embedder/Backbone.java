package dev.likeness.training.embedder;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.IResNet;
import dev.likeness.onnx.family.MobileFaceNet;
import dev.likeness.onnx.family.ResNet;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.Layers;
import dev.likeness.training.torch.Weights;
import dev.likeness.training.torch.WeightsBuilder;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A network as a function of its [Weights]. They are named like PyTorch's modules in the published code, so
/// that [dev.likeness.onnx.family.IResNet] and [dev.likeness.onnx.family.MobileFaceNet] can export them.
public final class Backbone {
    private static final int CHANNELS = 3;
    /// Side of the last feature map.
    private static final int LAST_SIDE = 7;

    private static final int STAGES = 4;
    private static final List<Integer> MOBILE_BLOCKS = List.of(4, 6, 2);

    private static final double MAGFACE_EPSILON = 2e-5;
    private static final double PYTORCH_EPSILON = 1e-5;

    private final BackboneOptions options;

    Backbone(BackboneOptions options) {
        this.options = options;
    }

    /// The number of blocks of each stage of a residual network.
    private List<Integer> blocks() {
        return switch (options.architecture()) {
            case IRESNET18 -> List.of(2, 2, 2, 2);
            case IRESNET34 -> List.of(3, 4, 6, 3);
            case IRESNET50 -> List.of(3, 4, 14, 3);
            case IRESNET100 -> List.of(3, 13, 30, 3);
            case RESNET14 -> List.of(2, 2, 2);
            case MOBILEFACENET -> throw new IllegalStateException("a MobileFaceNet has no such stages");
        };
    }

    double epsilon() {
        return switch (options.architecture()) {
            case MOBILEFACENET, RESNET14 -> PYTORCH_EPSILON;
            case IRESNET18, IRESNET34, IRESNET50, IRESNET100 -> MAGFACE_EPSILON;
        };
    }

    /// Creates the initial weights. They depend only on the seed, not on the device.
    ///
    /// The convolutions of an iResNet are drawn from a normal distribution with standard deviation 0.1, as
    /// published. Those of the other networks keep the variance of gradients (He et al., ICCV 2015).
    Weights initial(long seed, org.bytedeco.pytorch.Device device) {
        WeightsBuilder builder = new WeightsBuilder(new Random(seed), device);
        switch (options.architecture()) {
            case MOBILEFACENET -> mobile(builder);
            case RESNET14 -> basic(builder);
            case IRESNET18, IRESNET34, IRESNET50, IRESNET100 -> residual(builder);
        }
        return builder.build();
    }

    private void basic(WeightsBuilder builder) {
        int in = options.width();
        builder.convolution("conv1", in, CHANNELS, 3, deviation(3, in));
        builder.norm("bn1", in);
        List<Integer> blocks = blocks();
        for (int stage = 1; stage <= blocks.size(); stage++) {
            int out = options.width() << stage;
            for (int block = 0; block < blocks.get(stage - 1); block++) {
                String prefix = "layer%d.%d".formatted(stage, block);
                builder.convolution(prefix + ".conv1", out, in, 3, deviation(3, out));
                builder.norm(prefix + ".bn1", out);
                builder.convolution(prefix + ".conv2", out, out, 3, deviation(3, out));
                builder.norm(prefix + ".bn2", out);
                if (block == 0) {
                    builder.convolution(prefix + ".downsample.0", out, in, 1, deviation(1, out));
                    builder.norm(prefix + ".downsample.1", out);
                }
                in = out;
            }
        }
        builder.convolution("features.0", in, 1, LAST_SIDE, deviation(LAST_SIDE, 1));
        builder.norm("features.1", in);
        builder.linear("features.2", options.dimension(), in, false);
        builder.norm("features.3", options.dimension());
    }

    /// The standard deviation of weights that keeps the variance of gradients.
    ///
    /// @param out number of output channels that each input channel is connected to
    private static double deviation(int kernel, int out) {
        return Math.sqrt(2.0 / (kernel * kernel * out));
    }

    private void residual(WeightsBuilder builder) {
        double deviation = 0.1;
        int in = options.width();
        builder.convolution("conv1", in, CHANNELS, 3, deviation);
        builder.norm("bn1", in);
        builder.slope("prelu", in);
        List<Integer> blocks = blocks();
        for (int stage = 0; stage < STAGES; stage++) {
            int out = options.width() << stage;
            for (int block = 0; block < blocks.get(stage); block++) {
                String prefix = "layer%d.%d".formatted(stage + 1, block);
                builder.norm(prefix + ".bn1", in);
                builder.convolution(prefix + ".conv1", out, in, 3, deviation);
                builder.norm(prefix + ".bn2", out);
                builder.slope(prefix + ".prelu", out);
                builder.convolution(prefix + ".conv2", out, out, 3, deviation);
                builder.norm(prefix + ".bn3", out);
                if (block == 0) {
                    builder.convolution(prefix + ".downsample.0", out, in, 1, deviation);
                    builder.norm(prefix + ".downsample.1", out);
                }
                in = out;
            }
        }
        builder.norm("bn2", in);
        builder.linear("fc", options.dimension(), in * LAST_SIDE * LAST_SIDE, true);
        builder.norm("features", options.dimension());
    }

    private void mobile(WeightsBuilder builder) {
        int width = options.width();
        mobileBlock(builder, "layers.0", width, CHANNELS, 3, true);
        mobileBlock(builder, "layers.1", width, 1, 3, true);
        int in = width;
        for (int stage = 0; stage < MOBILE_BLOCKS.size(); stage++) {
            int out = stage == 0 ? width : 2 * width;
            mobileBottleneck(builder, "layers.%d".formatted(2 + 2 * stage), in, (2 << stage) * width, out);
            int middle = (stage == 0 ? 2 : 4) * width;
            for (int block = 0; block < MOBILE_BLOCKS.get(stage); block++) {
                mobileBottleneck(builder, residualName(stage, block), out, middle, out);
            }
            in = out;
        }
        int last = 8 * width;
        mobileBlock(builder, "conv_sep", last, in, 1, true);
        mobileBlock(builder, "features.layers.0", last, 1, LAST_SIDE, false);
        builder.linear("features.layers.2", options.dimension(), last, false);
        builder.norm("features.layers.3", options.dimension());
    }

    private static String residualName(int stage, int block) {
        return "layers.%d.layers.%d".formatted(3 + 2 * stage, block);
    }

    private static void mobileBottleneck(WeightsBuilder builder, String prefix, int in, int middle, int out) {
        mobileBlock(builder, prefix + ".layers.0", middle, in, 1, true);
        mobileBlock(builder, prefix + ".layers.1", middle, 1, 3, true);
        mobileBlock(builder, prefix + ".layers.2", out, middle, 1, false);
    }

    private static void mobileBlock(
            WeightsBuilder builder, String prefix, int out, int inPerGroup, int kernel, boolean activated) {
        builder.convolution(
                prefix + ".layers.0", out, inPerGroup, kernel, deviation(kernel, inPerGroup == 1 ? 1 : out));
        builder.norm(prefix + ".layers.1", out);
        if (activated) {
            builder.slope(prefix + ".layers.2", out);
        }
    }

    /// Computes the raw vectors of a batch.
    ///
    /// @param faces `[n, 3, 112, 112]`, 0 to 1; channels-last is the fast layout
    /// @param training whether BatchNorm uses and learns this batch's statistics, and dropout is active
    /// @param arithmetic arithmetic of the convolutions
    /// @return `[n, dimension]`, float32
    Tensor forward(Weights weights, Tensor faces, boolean training, Arithmetic arithmetic) {
        Layers layers = new Layers(weights, epsilon(), training, arithmetic);
        Tensor x = faces.to(arithmetic.type());
        return switch (options.architecture()) {
            case MOBILEFACENET -> mobile(layers, x);
            case RESNET14 -> basic(layers, x);
            case IRESNET18, IRESNET34, IRESNET50, IRESNET100 -> residual(layers, x);
        };
    }

    private Tensor basic(Layers layers, Tensor faces) {
        Tensor x = layers.leaky(layers.norm(layers.convolution(faces, "conv1", 2, 1), "bn1"), ResNet.SLOPE);
        List<Integer> blocks = blocks();
        for (int stage = 1; stage <= blocks.size(); stage++) {
            for (int block = 0; block < blocks.get(stage - 1); block++) {
                String prefix = "layer%d.%d".formatted(stage, block);
                int stride = block == 0 ? 2 : 1;
                Tensor y = layers.norm(layers.convolution(x, prefix + ".conv1", stride, 1), prefix + ".bn1");
                y = layers.convolution(layers.leaky(y, ResNet.SLOPE), prefix + ".conv2", 1, 1);
                y = layers.norm(y, prefix + ".bn2");
                Tensor identity = block == 0
                        ? layers.norm(
                                layers.convolution(x, prefix + ".downsample.0", stride, 0), prefix + ".downsample.1")
                        : x;
                x = layers.leaky(y.add(identity), ResNet.SLOPE);
            }
        }
        x = layers.norm(layers.convolution(x, "features.0", 1, 0), "features.1");
        return layers.norm(layers.linear(flat(x), "features.2"), "features.3");
    }

    /// Flattens the last feature map. The layers after it are small and computed in float32.
    private static Tensor flat(Tensor x) {
        return torch.flatten(x, 1, -1).to(torch.ScalarType.Float);
    }

    private Tensor residual(Layers layers, Tensor faces) {
        Tensor x = layers.convolution(faces, "conv1", 1, 1);
        x = layers.prelu(layers.norm(x, "bn1"), "prelu");
        List<Integer> blocks = blocks();
        for (int stage = 0; stage < STAGES; stage++) {
            for (int block = 0; block < blocks.get(stage); block++) {
                String prefix = "layer%d.%d".formatted(stage + 1, block);
                int stride = block == 0 ? 2 : 1;
                Tensor y = layers.norm(x, prefix + ".bn1");
                y = layers.norm(layers.convolution(y, prefix + ".conv1", 1, 1), prefix + ".bn2");
                y = layers.prelu(y, prefix + ".prelu");
                y = layers.norm(layers.convolution(y, prefix + ".conv2", stride, 1), prefix + ".bn3");
                Tensor identity = block == 0
                        ? layers.norm(
                                layers.convolution(x, prefix + ".downsample.0", stride, 0), prefix + ".downsample.1")
                        : x;
                x = y.add(identity);
            }
        }
        x = layers.dropout(layers.norm(x, "bn2"), options.dropout());
        return layers.norm(layers.linear(flat(x), "fc"), "features");
    }

    private Tensor mobile(Layers layers, Tensor faces) {
        Tensor x = layers.activated(faces, "layers.0", 2, 1);
        x = layers.activated(x, "layers.1", 1, 1);
        for (int stage = 0; stage < MOBILE_BLOCKS.size(); stage++) {
            x = layers.bottleneck(x, "layers.%d".formatted(2 + 2 * stage), 2);
            for (int block = 0; block < MOBILE_BLOCKS.get(stage); block++) {
                x = layers.bottleneck(x, residualName(stage, block), 1).add(x);
            }
        }
        x = layers.activated(x, "conv_sep", 1, 0);
        x = layers.plain(x, "features.layers.0", 1, 0);
        return layers.norm(layers.linear(flat(x), "features.layers.2"), "features.layers.3");
    }

    /// Builds the network as an ONNX graph, whose output equals that of [#forward] outside training.
    OnnxGraph graph(StateDict weights) {
        return switch (options.architecture()) {
            case MOBILEFACENET -> MobileFaceNet.graph(weights, epsilon());
            case RESNET14 -> ResNet.graph(weights, epsilon());
            case IRESNET18, IRESNET34, IRESNET50, IRESNET100 -> IResNet.graph(weights, epsilon());
        };
    }
}
