/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.quality;

import org.jspecify.annotations.NullMarked;
