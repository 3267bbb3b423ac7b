package dev.likeness.onnx.importer;

import dev.likeness.onnx.ModelDescription;
import java.nio.file.Path;

/// What an import left behind.
///
/// @param recognised what the file was taken for
/// @param description what the manifest says
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
public record ImportedModel(Recognised recognised, ModelDescription description, Path model, Path manifest) {}
