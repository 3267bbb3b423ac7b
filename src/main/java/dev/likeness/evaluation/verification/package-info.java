/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.verification;

import org.jspecify.annotations.NullMarked;
