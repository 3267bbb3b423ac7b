package dev.likeness.training.torch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Moves weights against their gradients. Ours, because its state is then named after the weights, so
/// that a checkpoint can hold it beside them.
public sealed interface Optimizer permits Sgd, AdamW {
    /// Its state, to be saved and restored; no name is that of a weight.
    Map<String, Tensor> state();

    /// Moves every weight that has a gradient, and clears the gradients.
    ///
    /// @param step from 1
    void step(long step, double learningRate);
}
