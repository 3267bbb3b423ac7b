/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.extract;

import org.jspecify.annotations.NullMarked;
