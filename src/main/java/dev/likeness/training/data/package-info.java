/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.training.data;

import org.jspecify.annotations.NullMarked;
