package dev.likeness.training.run;

import dev.likeness.support.Preconditions;
import java.util.List;

/// The duration and learning rate of a training.
///
/// @param epochs number of passes over all pictures, at least 1
/// @param batchSize pictures per step, at least 2
/// @param learningRate maximum learning rate, above 0
/// @param warmUpEpochs number of epochs, possibly fractional, in which the rate grows from 0 to its maximum;
///     0 for no warm-up
/// @param decay how the rate decreases afterwards
/// @param milestones for multi-step decay: the epochs, counted from 0 and ascending, at which the rate is
///     multiplied by `factor`
/// @param factor factor of multi-step decay, above 0 to 1
/// @param momentum momentum, 0 to below 1
/// @param weightDecay weight decay of all trained weights, at least 0
public record ScheduleOptions(
        int epochs,
        int batchSize,
        double learningRate,
        double warmUpEpochs,
        Decay decay,
        List<Integer> milestones,
        double factor,
        double momentum,
        double weightDecay) {

    /// How the learning rate decreases.
    public enum Decay {
        /// Multiplied by a factor at given epochs.
        MULTI_STEP,
        /// Along half a cosine to 0 (Loshchilov, Hutter, *SGDR*, ICLR 2017, without restarts).
        COSINE
    }

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public ScheduleOptions {
        milestones = List.copyOf(milestones);
        Preconditions.require(epochs >= 1, "epochs must be at least 1", epochs);
        Preconditions.require(batchSize >= 2, "batchSize must be at least 2", batchSize);
        Preconditions.require(learningRate > 0, "learningRate must be above 0", learningRate);
        Preconditions.require(warmUpEpochs >= 0, "warmUpEpochs must be at least 0", warmUpEpochs);
        Preconditions.require(
                milestones.equals(milestones.stream().sorted().distinct().toList())
                        && milestones.stream().allMatch(epoch -> epoch >= 1),
                "milestones must be ascending epochs, at least 1",
                milestones);
        Preconditions.require(factor > 0 && factor <= 1, "factor must be above 0 and at most 1", factor);
        Preconditions.require(momentum >= 0 && momentum < 1, "momentum must be at least 0 and below 1", momentum);
        Preconditions.require(weightDecay >= 0, "weightDecay must be at least 0", weightDecay);
    }

    /// MagFace's published schedule: 25 epochs with batches of 512 and a learning rate of 0.1, divided by ten
    /// at epochs 10, 18 and 22.
    public static ScheduleOptions defaults() {
        return new ScheduleOptions(25, 512, 0.1, 0, Decay.MULTI_STEP, List.of(10, 18, 22), 0.1, 0.9, 5e-4);
    }

    /// Returns the learning rate of a step.
    ///
    /// @param step the step, starting at 0
    /// @param stepsPerEpoch at least 1
    public double learningRate(long step, long stepsPerEpoch) {
        double warmUp = warmUpEpochs * stepsPerEpoch;
        if (step + 1 < warmUp) {
            return learningRate * (double) (step + 1) / warmUp;
        }
        return switch (decay) {
            case MULTI_STEP -> {
                long epoch = step / stepsPerEpoch;
                long passed = milestones.stream()
                        .filter(milestone -> epoch >= milestone)
                        .count();
                yield learningRate * Math.pow(factor, (double) passed);
            }
            case COSINE -> {
                double total = (double) epochs * stepsPerEpoch;
                double done = Math.clamp((step - warmUp) / Math.max(1, total - warmUp), 0, 1);
                yield learningRate * (1 + Math.cos(Math.PI * done)) / 2;
            }
        };
    }
}
