package dev.likeness.onnx.importer;

import dev.likeness.onnx.ModelDescription;
import java.nio.file.Path;
import java.util.List;

/// The result of an import.
///
/// @param format the detected format of the file
/// @param description the content of the manifest
/// @param model the `.onnx` file
/// @param manifest the `.yaml` file beside it
/// @param assumptions what the file does not state and the import assumed, see [Assumption];
///     empty for a known model
public record ImportedModel(
        DetectedFormat format, ModelDescription description, Path model, Path manifest, List<Assumption> assumptions) {
    public ImportedModel {
        assumptions = List.copyOf(assumptions);
    }
}
