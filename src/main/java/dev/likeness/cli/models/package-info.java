/// How does a user list, verify, download and import models?
///
/// Read [dev.likeness.cli.models.ModelsCommand] first, then [dev.likeness.cli.models.ModelsImportCommand],
/// which imports checkpoints and ONNX files, and [dev.likeness.cli.models.ModelsGetCommand], which downloads
/// those of other projects.
@NullMarked
package dev.likeness.cli.models;

import org.jspecify.annotations.NullMarked;
