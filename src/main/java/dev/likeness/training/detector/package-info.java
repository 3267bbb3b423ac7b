/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.training.detector;

import org.jspecify.annotations.NullMarked;
