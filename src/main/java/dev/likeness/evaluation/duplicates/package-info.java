/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.duplicates;

import org.jspecify.annotations.NullMarked;
