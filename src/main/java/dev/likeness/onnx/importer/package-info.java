/// How is a model of another project imported? Read [CheckpointImport] first, then [ImportOptions].
@NullMarked
package dev.likeness.onnx.importer;

import org.jspecify.annotations.NullMarked;
