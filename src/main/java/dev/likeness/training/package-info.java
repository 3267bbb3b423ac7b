/// How is such a model made? Training of face embedders with the MagFace loss, and with a teacher's
/// directions.
///
/// Start with [dev.likeness.training.embedder.EmbedderTrainer] (a run from its options to an `.onnx` with
/// manifest and card) and [dev.likeness.training.embedder.MagFaceLoss]. PyTorch is seen nowhere else; its
/// natives are only in a build with the Maven profile `training`, and everything that touches them
/// begins at [dev.likeness.training.torch.PyTorch].
@NullMarked
package dev.likeness.training;

import org.jspecify.annotations.NullMarked;
