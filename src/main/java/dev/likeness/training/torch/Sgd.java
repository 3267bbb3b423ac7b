package dev.likeness.training.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Stochastic gradient descent with momentum, as in PyTorch:
///
///     v ← μ·v + (∂L/∂w + λ·w)          w ← w − η·v
public final class Sgd implements Optimizer {
    private static final String VELOCITY_PREFIX = "velocity/";

    private final Map<String, Tensor> trainable;
    private final Map<String, Tensor> velocities = new LinkedHashMap<>();
    private final double momentum;
    private final double weightDecay;

    /// @param trainable the tensors to change, by name; their gradients are read and cleared
    public Sgd(Map<String, Tensor> trainable, double momentum, double weightDecay) {
        this.trainable = trainable;
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        trainable.forEach((name, tensor) -> velocities.put(VELOCITY_PREFIX + name, torch.zeros_like(tensor)));
    }

    @Override
    public Map<String, Tensor> state() {
        return velocities;
    }

    @Override
    public void step(long step, double learningRate) {
        try (PointerScope _ = new PointerScope();
                AutoGradMode _ = new AutoGradMode(false)) {
            var decay = PyTorch.scalar(weightDecay);
            var friction = PyTorch.scalar(momentum);
            var rate = PyTorch.scalar(-learningRate);
            trainable.forEach((name, weight) -> {
                Tensor gradient = weight.mutable_grad();
                Tensor velocity = velocities.get(VELOCITY_PREFIX + name);
                if (gradient.defined() && velocity != null) {
                    velocity.mul_(friction).add_(gradient).add_(weight, decay);
                    weight.add_(velocity, rate);
                    gradient.zero_();
                }
            });
        }
    }
}
