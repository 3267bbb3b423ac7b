package dev.likeness.training.embedder;

import dev.likeness.training.torch.PyTorch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Computes the loss of [LossOptions] on tensors of any floating-point type, differentiable in the features
/// and in the class vectors.
///
/// Three places need care. The derivative of `sin θ = √(1 − cos²θ)` is infinite at `|cosθ| = 1`, so the
/// radicand is clamped to at least [#MIN_SQUARED_SINE], below which its gradient is zero. The magnitude's
/// clamp has no gradient outside `[l_a, u_a]`, as in the published code. The softmax is PyTorch's own, which
/// subtracts the greatest logit first, so no `e^s` overflows.
final class MagFaceLoss {
    /// The squared sine of an angle of 10⁻⁴ radians.
    private static final double MIN_SQUARED_SINE = 1e-8;

    /// A vector shorter than this has no direction.
    private static final double MIN_NORM = 1e-12;

    private final LossOptions options;

    MagFaceLoss(LossOptions options) {
        this.options = options;
    }

    /// The loss of a batch.
    ///
    /// @param total scalar: mean of the classification term, plus λ_g times the mean of g
    /// @param classification scalar: the mean cross-entropy
    /// @param cosines `[n, classes]`, without margin
    /// @param magnitudes `[n, 1]`, not clamped
    record BatchLoss(Tensor total, Tensor classification, Tensor cosines, Tensor magnitudes) {}

    /// Computes the loss of a batch.
    ///
    /// @param features raw output of the network, `[n, dimension]`, n at least 1
    /// @param classes one weight vector per class, `[classes, dimension]`, of any length
    /// @param labels int64 `[n]`, each from 0 to classes − 1
    BatchLoss of(Tensor features, Tensor classes, Tensor labels) {
        Tensor magnitudes = norm(features);
        Tensor cosines = unit(features, magnitudes)
                .matmul(unit(classes, norm(classes)).t())
                .clamp(at(-1), at(1));
        Tensor column = labels.unsqueeze(1);
        Tensor target = cosines.gather(1, column);
        Tensor held = magnitudes.clamp(at(options.lowerMagnitude()), at(options.upperMagnitude()));
        Tensor margin = held.sub(real(options.lowerMagnitude()))
                .mul(real(options.slope()))
                .add(real(options.lowerMargin()));
        Tensor hardened = switch (options.margin()) {
            case ARC -> arc(target, margin);
            case COS -> target.sub(margin);
        };
        Tensor logits = cosines.scatter(1, column, hardened).mul(real(options.scale()));
        Tensor classification = torch.cross_entropy_loss(logits, labels);
        double upper = options.upperMagnitude();
        Tensor regularizer = held.reciprocal().add(held.mul(real(1 / (upper * upper))));
        Tensor total = classification.add(regularizer.mean().mul(real(options.lambda())));
        return new BatchLoss(total, classification, cosines, magnitudes);
    }

    private Tensor arc(Tensor cosine, Tensor margin) {
        Tensor sine =
                cosine.square().neg().add(real(1)).clamp(at(MIN_SQUARED_SINE)).sqrt();
        Tensor sum = cosine.mul(margin.cos()).sub(sine.mul(margin.sin()));
        if (options.easyMargin()) {
            return torch.where(cosine.gt(real(0)), sum, cosine);
        }
        Tensor beyond = cosine.sub(margin.sin().mul(margin));
        return torch.where(cosine.gt(margin.cos().neg()), sum, beyond);
    }

    private static Tensor norm(Tensor rows) {
        return rows.norm(at(2), new long[] {1}, true);
    }

    private static Tensor unit(Tensor rows, Tensor norms) {
        return rows.div(norms.clamp(at(MIN_NORM)));
    }

    private static Scalar real(double value) {
        return PyTorch.scalar(value);
    }

    private static ScalarOptional at(double bound) {
        return new ScalarOptional(real(bound));
    }
}
