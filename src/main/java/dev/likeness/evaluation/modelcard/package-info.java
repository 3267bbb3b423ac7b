/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.modelcard;

import org.jspecify.annotations.NullMarked;
