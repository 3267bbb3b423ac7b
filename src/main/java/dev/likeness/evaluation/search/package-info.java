/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.search;

import org.jspecify.annotations.NullMarked;
