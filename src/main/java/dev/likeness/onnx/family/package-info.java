/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.onnx.family;

import org.jspecify.annotations.NullMarked;
