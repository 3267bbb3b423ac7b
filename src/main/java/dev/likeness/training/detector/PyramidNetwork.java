package dev.likeness.training.detector;

import dev.likeness.onnx.checkpoint.StateDict;
import dev.likeness.onnx.family.PyramidDetector;
import dev.likeness.onnx.graph.OnnxGraph;
import dev.likeness.training.torch.Arithmetic;
import dev.likeness.training.torch.Layers;
import dev.likeness.training.torch.Weights;
import dev.likeness.training.torch.WeightsBuilder;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The detector's network as a function of its [Weights]. They are named as [PyramidDetector] expects them
/// for export.
final class PyramidNetwork {
    private static final int CHANNELS = 3;
    private static final double EPSILON = 1e-5;

    /// The initial probability of a face in each cell. Few cells contain a face; a detector that starts at
    /// one half learns only to detect nothing (Lin et al., *Focal Loss*, ICCV 2017).
    private static final double FIRST_PROBABILITY = 0.01;

    private static final double PREDICTION_DEVIATION = 0.05;

    /// The number of convolutions of each stage, finest first.
    private static final List<Integer> CONVOLUTIONS = List.of(2, 3, 3);

    private static final int HEAD_UNITS = 2;

    private final int width;

    PyramidNetwork(DetectorNetworkOptions options) {
        this.width = options.width();
    }

    /// The channels of a stage, in units of the width.
    private int channels(int level) {
        return width * (level == 0 ? 3 : 4);
    }

    /// Creates the initial weights. They depend only on the seed, not on the device, and keep the variance of
    /// gradients (He et al., ICCV 2015).
    Weights initial(long seed, org.bytedeco.pytorch.Device device) {
        WeightsBuilder builder = new WeightsBuilder(new Random(seed), device);
        block(builder, "stem.0", width, CHANNELS, 3);
        block(builder, "stem.1", 2 * width, width, 3);
        int in = 2 * width;
        List<Integer> strides = PyramidDetector.STRIDES;
        for (int level = 0; level < strides.size(); level++) {
            for (int i = 0; i < CONVOLUTIONS.get(level); i++) {
                block(builder, "stage.%d.%d".formatted(strides.get(level), i), channels(level), in, 3);
                in = channels(level);
            }
        }
        for (int level = strides.size() - 1; level > 0; level--) {
            block(builder, "lateral." + strides.get(level), channels(level - 1), channels(level), 1);
        }
        for (int level = 0; level < strides.size(); level++) {
            int stride = strides.get(level);
            int features = 4 * width;
            for (int i = 0; i < HEAD_UNITS; i++) {
                String unit = "head.%d.%d".formatted(stride, i);
                block(builder, unit + ".point", features, i == 0 ? channels(level) : features, 1);
                block(builder, unit + ".depth", features, 1, 3);
            }
            builder.convolution("predict." + stride, PyramidDetector.CELL_NUMBERS, features, 1, PREDICTION_DEVIATION);
            float[] bias = new float[PyramidDetector.CELL_NUMBERS];
            double silent = Math.log(FIRST_PROBABILITY / (1 - FIRST_PROBABILITY));
            bias[DetectorLoss.OBJECT] = (float) silent;
            builder.bias("predict." + stride, bias);
        }
        return builder.build();
    }

    /// @param in input channels of a group
    private static void block(WeightsBuilder builder, String prefix, int out, int in, int kernel) {
        double paths = kernel * kernel * (in == 1 ? 1 : out);
        builder.convolution(prefix + ".conv", out, in, kernel, Math.sqrt(2 / paths));
        builder.norm(prefix + ".norm", out);
    }

    /// Computes the output of every cell for a batch.
    ///
    /// @param pictures `[n, 3, height, width]`, 0 to 1, sides multiples of 32; channels-last is the fast
    ///     layout
    /// @param training whether BatchNorm uses and learns this batch's statistics
    /// @param arithmetic arithmetic of all convolutions except the last ones
    /// @return `[n, cells, 16]`, float32: logits of class and object, box, points; finest level first, each
    ///     level row by row
    Tensor forward(Weights weights, Tensor pictures, boolean training, Arithmetic arithmetic) {
        Layers layers = new Layers(weights, EPSILON, training, arithmetic);
        Tensor x = activated(layers, pictures.to(arithmetic.type()), "stem.0", 2, 1);
        x = activated(layers, x, "stem.1", 2, 1);
        List<Integer> strides = PyramidDetector.STRIDES;
        Tensor[] levels = new Tensor[strides.size()];
        for (int level = 0; level < levels.length; level++) {
            for (int i = 0; i < CONVOLUTIONS.get(level); i++) {
                int dilation = PyramidDetector.dilation(strides.get(level), i);
                x = activated(layers, x, "stage.%d.%d".formatted(strides.get(level), i), i == 0 ? 2 : 1, dilation);
            }
            levels[level] = x;
        }
        for (int level = levels.length - 1; level > 0; level--) {
            Tensor context = plain(layers, levels[level], "lateral." + strides.get(level), 1, 0, 1);
            long[] size = {2 * context.size(2), 2 * context.size(3)};
            levels[level - 1] = levels[level - 1].add(torch.upsample_nearest2d(context, size));
        }
        long n = pictures.size(0);
        TensorVector cells = new TensorVector();
        for (int level = 0; level < levels.length; level++) {
            Tensor head = levels[level];
            for (int i = 0; i < HEAD_UNITS; i++) {
                String unit = "head.%d.%d".formatted(strides.get(level), i);
                head = activated(layers, plain(layers, head, unit + ".point", 1, 0, 1), unit + ".depth", 1, 1);
            }
            Tensor predicted = layers.biased(head.to(torch.ScalarType.Float), "predict." + strides.get(level));
            cells.push_back(predicted.permute(0, 2, 3, 1).reshape(n, -1, PyramidDetector.CELL_NUMBERS));
        }
        return torch.cat(cells, 1);
    }

    private static Tensor activated(Layers layers, Tensor x, String prefix, long stride, long dilation) {
        return plain(layers, x, prefix, stride, dilation, dilation).relu_();
    }

    private static Tensor plain(Layers layers, Tensor x, String prefix, long stride, long padding, long dilation) {
        return layers.norm(layers.convolution(x, prefix + ".conv", stride, padding, dilation), prefix + ".norm");
    }

    /// Builds the network as an ONNX graph. Its output equals that of [#forward] outside training, with
    /// probabilities instead of logits.
    OnnxGraph graph(StateDict weights) {
        return PyramidDetector.graph(weights, EPSILON);
    }
}
