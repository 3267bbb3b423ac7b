/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.data;

import org.jspecify.annotations.NullMarked;
