/// How is a model trained? Embedders are trained with the MagFace loss or from a teacher's embeddings,
/// detectors from a teacher's detections.
///
/// Start with [dev.likeness.training.embedder.EmbedderTrainer], which takes a run from its options to an
/// `.onnx` file with its manifest, and [dev.likeness.training.embedder.MagFaceLoss]. Only training uses
/// PyTorch. Its native libraries are only in a build with the Maven profile `training`; all code that calls
/// them starts at [dev.likeness.training.torch.PyTorch].
@NullMarked
package dev.likeness.training;

import org.jspecify.annotations.NullMarked;
