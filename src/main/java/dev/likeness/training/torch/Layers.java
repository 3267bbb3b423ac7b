package dev.likeness.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The layers of a network, looked up in its weights by name.
///
/// @param training whether BatchNorm and dropout behave as in training
/// @param arithmetic of the convolutions; BatchNorm's statistics and sums are always float32
public record Layers(Weights weights, double epsilon, boolean training, Arithmetic arithmetic) {
    /// Weight of the newest batch in BatchNorm's running statistics.
    private static final double MOMENTUM = 0.1;

    /// A convolution without bias; the number of groups follows from the shapes.
    public Tensor convolution(Tensor x, String name, long stride, long padding) {
        return convolution(x, name, stride, padding, 1);
    }

    public Tensor convolution(Tensor x, String name, long stride, long padding, long dilation) {
        Tensor weight = weights.get(name + ".weight");
        return torch.conv2d(
                x,
                weight.to(arithmetic.type()),
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {dilation, dilation},
                x.size(1) / weight.size(1));
    }

    /// A 1×1 convolution with bias, in float32.
    public Tensor biased(Tensor x, String name) {
        return torch.conv2d(
                x,
                weights.get(name + ".weight"),
                PyTorch.optional(weights.get(name + ".bias")),
                new long[] {1, 1},
                new long[] {0, 0},
                new long[] {1, 1},
                1);
    }

    public Tensor norm(Tensor x, String name) {
        return torch.batch_norm(
                x,
                PyTorch.optional(weights.get(name + ".weight")),
                PyTorch.optional(weights.get(name + ".bias")),
                PyTorch.optional(weights.get(name + ".running_mean")),
                PyTorch.optional(weights.get(name + ".running_var")),
                training,
                MOMENTUM,
                epsilon,
                true);
    }

    /// Leaky ReLU in place. It follows BatchNorm and sums, which do not need their output for the backward
    /// pass.
    public Tensor leaky(Tensor x, double slope) {
        return torch.leaky_relu_(x, PyTorch.scalar(slope));
    }

    public Tensor prelu(Tensor x, String name) {
        return torch.prelu(x, weights.get(name + ".weight").to(x.dtype()));
    }

    public Tensor linear(Tensor x, String name) {
        Tensor weight = weights.get(name + ".weight");
        return weights.contains(name + ".bias")
                ? torch.linear(x, weight, PyTorch.optional(weights.get(name + ".bias")))
                : torch.linear(x, weight);
    }

    public Tensor dropout(Tensor x, double share) {
        return training && share > 0 ? torch.dropout(x, share, true) : x;
    }

    public Tensor plain(Tensor x, String prefix, long stride, long padding) {
        return norm(convolution(x, prefix + ".layers.0", stride, padding), prefix + ".layers.1");
    }

    public Tensor activated(Tensor x, String prefix, long stride, long padding) {
        return prelu(plain(x, prefix, stride, padding), prefix + ".layers.2");
    }

    public Tensor bottleneck(Tensor x, String prefix, long stride) {
        Tensor y = activated(x, prefix + ".layers.0", 1, 0);
        y = activated(y, prefix + ".layers.1", stride, 1);
        return plain(y, prefix + ".layers.2", 1, 0);
    }
}
