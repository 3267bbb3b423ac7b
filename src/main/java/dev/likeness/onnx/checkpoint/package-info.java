/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.onnx.checkpoint;

import org.jspecify.annotations.NullMarked;
