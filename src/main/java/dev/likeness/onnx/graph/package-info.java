/// How is an ONNX graph written and read? Read [OnnxGraph] first, then [ModelEncoder].
@NullMarked
package dev.likeness.onnx.graph;

import org.jspecify.annotations.NullMarked;
