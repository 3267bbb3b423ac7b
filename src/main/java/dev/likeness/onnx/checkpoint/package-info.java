/// What does a PyTorch checkpoint contain? Read [PyTorchCheckpoint] first, then [CheckpointContainer].
@NullMarked
package dev.likeness.onnx.checkpoint;

import org.jspecify.annotations.NullMarked;
