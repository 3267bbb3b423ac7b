/// How does a model become a file that ONNX Runtime can run? This package writes ONNX graphs and reads
/// PyTorch checkpoints and `.onnx` files of other projects.
///
/// Start with [dev.likeness.onnx.importer.CheckpointImport], which imports a file as an `.onnx` file and its
/// manifest, and [dev.likeness.onnx.graph.OnnxGraph], the graph that [dev.likeness.onnx.family.IResNet] and
/// [dev.likeness.onnx.family.MobileFaceNet] build from weights.
@NullMarked
package dev.likeness.onnx;

import org.jspecify.annotations.NullMarked;
