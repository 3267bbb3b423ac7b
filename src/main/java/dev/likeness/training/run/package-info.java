/// What do all training runs share: steps, checkpoints, curves, export? Read [TrainingLoop] first, then [Checkpoint].
@NullMarked
package dev.likeness.training.run;

import org.jspecify.annotations.NullMarked;
