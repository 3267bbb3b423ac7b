/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.api.problem;

import org.jspecify.annotations.NullMarked;
