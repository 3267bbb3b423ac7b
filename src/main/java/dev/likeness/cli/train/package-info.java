/// How does a user train a model?
///
/// Read [dev.likeness.cli.train.TrainingCommand] first, which runs a training and writes its documents, then
/// [dev.likeness.cli.train.TrainEmbedderCommand]. This is the only package of commands that uses PyTorch.
@NullMarked
package dev.likeness.cli.train;

import org.jspecify.annotations.NullMarked;
