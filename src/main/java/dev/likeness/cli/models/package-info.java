/// How does a user list, verify and import models?
///
/// Read [dev.likeness.cli.models.ModelsCommand] first, then [dev.likeness.cli.models.ModelsImportCommand],
/// which imports checkpoints and ONNX files.
@NullMarked
package dev.likeness.cli.models;

import org.jspecify.annotations.NullMarked;
