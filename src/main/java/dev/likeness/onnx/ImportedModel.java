package dev.likeness.onnx;

import java.nio.file.Path;

/// What an import left behind.
///
/// @param description what the manifest says
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
public record ImportedModel(ModelDescription description, Path model, Path manifest) {}
