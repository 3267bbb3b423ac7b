package dev.likeness.training.torch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Changes weights according to their gradients. Likeness has its own implementations because their state is
/// named after the weights, so a checkpoint can store it beside them.
public sealed interface Optimizer permits Sgd, AdamW {
    /// The state to save and restore. Its names differ from those of the weights.
    Map<String, Tensor> state();

    /// Updates every weight that has a gradient, and clears the gradients.
    ///
    /// @param step number of this step, starting at 1
    void step(long step, double learningRate);
}
