package dev.likeness.onnx.checkpoint;

import java.util.Map;

/// The backbones layer by layer in double precision, nothing folded, nothing clever: what the graphs are judged by.
public final class NaiveNetwork {
    private final Map<String, Tensor> weights;
    private final double epsilon;

    public NaiveNetwork(Map<String, Tensor> weights, double epsilon) {
        this.weights = weights;
        this.epsilon = epsilon;
    }

    /// One image's feature map, `channels × height × width`.
    private static final class Map2d {
        final int channels;
        final int height;
        final int width;
        final double[] values;

        Map2d(int channels, int height, int width) {
            this.channels = channels;
            this.height = height;
            this.width = width;
            this.values = new double[channels * height * width];
        }

        /// An empty map of the same shape.
        Map2d like() {
            return new Map2d(channels, height, width);
        }

        /// The value at a place, or the zero of the padding around it.
        double at(int channel, int y, int x) {
            return y < 0 || x < 0 || y >= height || x >= width ? 0 : values[(channel * height + y) * width + x];
        }
    }

    private static Map2d face(float[] faces, int index) {
        Map2d face = new Map2d(3, 112, 112);
        for (int i = 0; i < face.values.length; i++) {
            face.values[i] = faces[index * face.values.length + i];
        }
        return face;
    }

    public double[] iResNet(float[] faces, int index) {
        Map2d x = prelu(norm(convolution(face(faces, index), "conv1", 1, 1), "bn1"), "prelu");
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; weights.containsKey("layer%d.%d.conv1.weight".formatted(stage, block)); block++) {
                String prefix = "layer%d.%d".formatted(stage, block);
                int stride = block == 0 ? 2 : 1;
                Map2d y = convolution(norm(x, prefix + ".bn1"), prefix + ".conv1", 1, 1);
                y = prelu(norm(y, prefix + ".bn2"), prefix + ".prelu");
                y = norm(convolution(y, prefix + ".conv2", stride, 1), prefix + ".bn3");
                Map2d identity =
                        block == 0 ? norm(convolution(x, prefix + ".downsample.0", 2, 0), prefix + ".downsample.1") : x;
                x = add(y, identity);
            }
        }
        double[] embedding =
                linear(norm(x, "bn2").values, "fc", tensor("fc.bias").values());
        return norm(embedding, 1, "features");
    }

    public double[] mobileFaceNet(float[] faces, int index) {
        Map2d x = activated(face(faces, index), "layers.0", 2, 1);
        if (weights.containsKey("layers.1.layers.0.weight")) {
            x = activated(x, "layers.1", 1, 1);
        } else {
            x = residuals(x, "layers.1");
        }
        for (int stage = 2; stage < 8; stage += 2) {
            x = residuals(bottleneck(x, "layers." + stage, 2), "layers." + (stage + 1));
        }
        x = plain(activated(x, "conv_sep", 1, 0), "features.layers.0", 1, 0);
        double[] embedding = linear(x.values, "features.layers.2", new float[0]);
        return norm(embedding, 1, "features.layers.3");
    }

    /// With the names of Face_Pytorch, as its `MobileFaceNet.forward` computes.
    public double[] blocksMobileFaceNet(float[] faces, int index) {
        Map2d x = face(faces, index);
        if (tensor("linear7.conv.weight").side(3) == 6) {
            Map2d narrow = new Map2d(3, 112, 96);
            for (int i = 0; i < narrow.values.length; i++) {
                narrow.values[i] = x.values[i / 96 * 112 + 8 + i % 96];
            }
            x = narrow;
        }
        x = named(named(x, "conv1", 2, 1), "dw_conv1", 1, 1);
        for (int i = 0; i < 15; i++) {
            String prefix = "blocks.%d.conv.".formatted(i);
            int stride = i == 0 || i == 5 || i == 12 ? 2 : 1;
            Map2d y = prelu(norm(convolution(x, prefix + 0, 1, 0), prefix + 1), prefix + 2);
            y = prelu(norm(convolution(y, prefix + 3, stride, 1), prefix + 4), prefix + 5);
            y = norm(convolution(y, prefix + 6, 1, 0), prefix + 7);
            x = stride == 1 && x.channels == y.channels ? add(x, y) : y;
        }
        x = named(x, "conv2", 1, 0);
        x = norm(convolution(x, "linear7.conv", 1, 0), "linear7.bn");
        return norm(convolution(x, "linear1.conv", 1, 0), "linear1.bn").values;
    }

    /// With the names of InsightFace_Pytorch.
    public double[] stagesMobileFaceNet(float[] faces, int index) {
        Map2d x = named(named(face(faces, index), "conv1", 2, 1), "conv2_dw", 1, 1);
        x = depthWise(x, "conv_23", 2);
        x = add(x, depthWise(x, "conv_3.model.0", 1));
        x = depthWise(x, "conv_34", 2);
        x = add(x, depthWise(x, "conv_4.model.0", 1));
        x = add(x, depthWise(x, "conv_4.model.1", 1));
        x = depthWise(x, "conv_45", 2);
        x = add(x, depthWise(x, "conv_5.model.0", 1));
        x = named(x, "conv_6_sep", 1, 0);
        x = norm(convolution(x, "conv_6_dw.conv", 1, 0), "conv_6_dw.bn");
        return norm(linear(x.values, "linear", new float[0]), 1, "bn");
    }

    /// With the names of foamliu/MobileFaceNet.
    public double[] relu6MobileFaceNet(float[] faces, int index) {
        Map2d x = numbered(face(faces, index), "conv1", 2, 1);
        x = clip(norm(convolution(x, "dw_conv.depthwise", 1, 1), "dw_conv.bn1"), Double.MAX_VALUE);
        x = clip(norm(convolution(x, "dw_conv.pointwise", 1, 0), "dw_conv.bn2"), Double.MAX_VALUE);
        for (int i = 0; i < 15; i++) {
            String prefix = "features.%d.conv.".formatted(i);
            int stride = i == 0 || i == 5 || i == 12 ? 2 : 1;
            Map2d y = numbered(numbered(x, prefix + 0, 1, 0), prefix + 1, stride, 1);
            y = norm(convolution(y, prefix + 2, 1, 0), prefix + 3);
            x = stride == 1 && x.channels == y.channels ? add(x, y) : y;
        }
        x = numbered(x, "conv2", 1, 0);
        x = norm(convolution(x, "gdconv.depthwise", 1, 0), "gdconv.bn");
        double[] embedding = convolution(x, "conv3", 1, 0).values;
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] += tensor("conv3.bias").values()[i];
        }
        return norm(embedding, 1, "bn");
    }

    private Map2d depthWise(Map2d x, String prefix, int stride) {
        Map2d y = named(named(x, prefix + ".conv", 1, 0), prefix + ".conv_dw", stride, 1);
        return norm(convolution(y, prefix + ".project.conv", 1, 0), prefix + ".project.bn");
    }

    private Map2d named(Map2d x, String prefix, int stride, int padding) {
        return prelu(norm(convolution(x, prefix + ".conv", stride, padding), prefix + ".bn"), prefix + ".prelu");
    }

    private Map2d numbered(Map2d x, String prefix, int stride, int padding) {
        return clip(norm(convolution(x, prefix + ".0", stride, padding), prefix + ".1"), 6);
    }

    private static Map2d clip(Map2d x, double high) {
        Map2d y = x.like();
        for (int i = 0; i < x.values.length; i++) {
            y.values[i] = Math.clamp(x.values[i], 0, high);
        }
        return y;
    }

    private Map2d residuals(Map2d input, String prefix) {
        Map2d x = input;
        for (int i = 0; weights.containsKey("%s.layers.%d.layers.0.layers.0.weight".formatted(prefix, i)); i++) {
            x = add(x, bottleneck(x, "%s.layers.%d".formatted(prefix, i), 1));
        }
        return x;
    }

    private Map2d bottleneck(Map2d x, String prefix, int stride) {
        Map2d wide = activated(activated(x, prefix + ".layers.0", 1, 0), prefix + ".layers.1", stride, 1);
        return plain(wide, prefix + ".layers.2", 1, 0);
    }

    private Map2d activated(Map2d x, String prefix, int stride, int padding) {
        return prelu(plain(x, prefix, stride, padding), prefix + ".layers.2");
    }

    private Map2d plain(Map2d x, String prefix, int stride, int padding) {
        return norm(convolution(x, prefix + ".layers.0", stride, padding), prefix + ".layers.1");
    }

    private Tensor tensor(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name);
        }
        return tensor;
    }

    private Map2d convolution(Map2d x, String name, int stride, int padding) {
        Tensor weight = tensor(name + ".weight");
        int out = weight.side(0);
        int inPerGroup = weight.side(1);
        int high = weight.side(2);
        int wide = weight.side(3);
        int groups = x.channels / inPerGroup;
        Map2d y = new Map2d(
                out, (x.height + 2 * padding - high) / stride + 1, (x.width + 2 * padding - wide) / stride + 1);
        for (int o = 0; o < out; o++) {
            int firstChannel = o / (out / groups) * inPerGroup;
            for (int row = 0; row < y.height; row++) {
                for (int column = 0; column < y.width; column++) {
                    double sum = 0;
                    int w = o * inPerGroup * high * wide;
                    for (int i = 0; i < inPerGroup; i++) {
                        for (int ky = 0; ky < high; ky++) {
                            for (int kx = 0; kx < wide; kx++) {
                                sum += weight.values()[w++]
                                        * x.at(
                                                firstChannel + i,
                                                row * stride + ky - padding,
                                                column * stride + kx - padding);
                            }
                        }
                    }
                    y.values[(o * y.height + row) * y.width + column] = sum;
                }
            }
        }
        return y;
    }

    private Map2d norm(Map2d x, String name) {
        Map2d y = x.like();
        System.arraycopy(norm(x.values, x.height * x.width, name), 0, y.values, 0, y.values.length);
        return y;
    }

    private double[] norm(double[] x, int positions, String name) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i / positions;
            double centred = x[i] - tensor(name + ".running_mean").values()[c];
            double deviation = Math.sqrt(tensor(name + ".running_var").values()[c] + epsilon);
            y[i] = centred / deviation * tensor(name + ".weight").values()[c]
                    + tensor(name + ".bias").values()[c];
        }
        return y;
    }

    private Map2d prelu(Map2d x, String name) {
        Map2d y = x.like();
        for (int i = 0; i < x.values.length; i++) {
            double slope = tensor(name + ".weight").values()[i / (x.height * x.width)];
            y.values[i] = x.values[i] >= 0 ? x.values[i] : slope * x.values[i];
        }
        return y;
    }

    private static Map2d add(Map2d a, Map2d b) {
        Map2d sum = a.like();
        for (int i = 0; i < sum.values.length; i++) {
            sum.values[i] = a.values[i] + b.values[i];
        }
        return sum;
    }

    private double[] linear(double[] x, String name, float[] bias) {
        Tensor weight = tensor(name + ".weight");
        double[] y = new double[weight.side(0)];
        for (int row = 0; row < y.length; row++) {
            double sum = bias.length == 0 ? 0 : bias[row];
            for (int column = 0; column < x.length; column++) {
                sum += (double) weight.values()[row * x.length + column] * x[column];
            }
            y[row] = sum;
        }
        return y;
    }
}
