/// How a model becomes a file that can be run: ONNX graphs are written here, PyTorch checkpoints and
/// foreign `.onnx` read.
///
/// Start with [dev.likeness.onnx.importer.CheckpointImport] (a foreign file → an `.onnx` and its manifest) and
/// [dev.likeness.onnx.graph.OnnxGraph] (the graph that [dev.likeness.onnx.family.IResNet] and
/// [dev.likeness.onnx.family.MobileFaceNet] build from weights, and that writes itself).
@NullMarked
package dev.likeness.onnx;

import org.jspecify.annotations.NullMarked;
