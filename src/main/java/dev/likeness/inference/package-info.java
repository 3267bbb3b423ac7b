/// Where are the faces in the pixels, whose are they, and how good are the pictures of them?
///
/// [dev.likeness.inference.InferenceRuntime] selects the compute device and loads models, which
/// [dev.likeness.inference.model.ModelCatalog] lists. A photo goes through
/// [dev.likeness.inference.detect.FaceDetector], [dev.likeness.inference.embed.FaceAligner] and
/// [dev.likeness.inference.embed.FaceEmbedder]. No other package uses ONNX Runtime.
@NullMarked
package dev.likeness.inference;

import org.jspecify.annotations.NullMarked;
