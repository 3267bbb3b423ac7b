/// Which network families can be written as ONNX? Read [IResNet] first, then [NetworkWriter].
@NullMarked
package dev.likeness.onnx.family;

import org.jspecify.annotations.NullMarked;
