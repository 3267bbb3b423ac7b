/// Here are pixels: where are the faces, whose are they, how good are they?
///
/// [dev.likeness.inference.InferenceRuntime] opens the compute device and loads models; the
/// [dev.likeness.inference.model.ModelCatalog] knows which models there are. A photo then goes through
/// [dev.likeness.inference.detect.FaceDetector], [dev.likeness.inference.embed.FaceAligner] and
/// [dev.likeness.inference.embed.FaceEmbedder]. ONNX Runtime is seen nowhere else.
@NullMarked
package dev.likeness.inference;

import org.jspecify.annotations.NullMarked;
