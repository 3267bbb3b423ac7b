/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.training.run;

import org.jspecify.annotations.NullMarked;
