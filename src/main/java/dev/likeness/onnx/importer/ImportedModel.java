package dev.likeness.onnx.importer;

import dev.likeness.onnx.ModelDescription;
import java.nio.file.Path;

/// What an import left behind.
///
/// @param format what the file was taken for
/// @param description what the manifest says
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
public record ImportedModel(DetectedFormat format, ModelDescription description, Path model, Path manifest) {}
