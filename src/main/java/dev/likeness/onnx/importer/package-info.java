/// How does a foreign model become one of ours? Read [CheckpointImport] first, then [ImportOptions].
@NullMarked
package dev.likeness.onnx.importer;

import org.jspecify.annotations.NullMarked;
