package dev.likeness.onnx.importer;

import dev.likeness.onnx.ModelDescription;
import java.nio.file.Path;

/// The result of an import.
///
/// @param format the detected format of the file
/// @param description the content of the manifest
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
public record ImportedModel(DetectedFormat format, ModelDescription description, Path model, Path manifest) {}
