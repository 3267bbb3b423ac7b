/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.evaluation.detection;

import org.jspecify.annotations.NullMarked;
