/// What does training need of PyTorch: weights, layers, optimizers? Read [PyTorch] first, then [Optimizer].
@NullMarked
package dev.likeness.training.torch;

import org.jspecify.annotations.NullMarked;
