/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.clustering;

import org.jspecify.annotations.NullMarked;
