/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.report;

import org.jspecify.annotations.NullMarked;
