/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.training.torch;

import org.jspecify.annotations.NullMarked;
