/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.onnx.graph;

import org.jspecify.annotations.NullMarked;
