package dev.likeness.training.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Adam with decoupled weight decay (Loshchilov, Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019),
/// as in PyTorch:
///
///     m ← β₁·m + (1 − β₁)·g          v ← β₂·v + (1 − β₂)·g²
///     w ← (1 − η·λ)·w − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// Only the weights of convolutions decay; biases and normalisation parameters do not.
public final class AdamW implements Optimizer {
    private static final String MEAN_PREFIX = "adam-mean/";
    private static final String SQUARE_PREFIX = "adam-square/";
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final int CONVOLUTION_SIDES = 4;

    private final Map<String, Tensor> trainable;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final double momentum;
    private final double weightDecay;

    /// @param trainable the tensors to change, by name; their gradients are read and cleared
    /// @param momentum β₁
    public AdamW(Map<String, Tensor> trainable, double momentum, double weightDecay) {
        this.trainable = trainable;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        trainable.forEach((name, tensor) -> {
            state.put(MEAN_PREFIX + name, torch.zeros_like(tensor));
            state.put(SQUARE_PREFIX + name, torch.zeros_like(tensor));
        });
    }

    @Override
    public Map<String, Tensor> state() {
        return state;
    }

    @Override
    public void step(long step, double learningRate) {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            double meanBias = 1 - Math.pow(momentum, (double) step);
            double squareBias = 1 - Math.pow(BETA2, (double) step);
            trainable.forEach((name, weight) -> {
                Tensor gradient = weight.mutable_grad();
                Tensor mean = state.get(MEAN_PREFIX + name);
                Tensor square = state.get(SQUARE_PREFIX + name);
                if (!gradient.defined() || mean == null || square == null) {
                    return;
                }
                mean.mul_(PyTorch.scalar(momentum)).add_(gradient, PyTorch.scalar(1 - momentum));
                square.mul_(PyTorch.scalar(BETA2)).addcmul_(gradient, gradient, PyTorch.scalar(1 - BETA2));
                if (weight.dim() == CONVOLUTION_SIDES) {
                    weight.mul_(PyTorch.scalar(1 - learningRate * weightDecay));
                }
                Tensor size = square.sqrt()
                        .div_(PyTorch.scalar(Math.sqrt(squareBias)))
                        .add_(PyTorch.scalar(EPSILON));
                weight.addcdiv_(mean, size, PyTorch.scalar(-learningRate / meanBias));
                gradient.zero_();
            });
        }
    }
}
