/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.duplicates;

import org.jspecify.annotations.NullMarked;
