/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.training.embedder;

import org.jspecify.annotations.NullMarked;
