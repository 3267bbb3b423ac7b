/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.onnx.importer;

import org.jspecify.annotations.NullMarked;
