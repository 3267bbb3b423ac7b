/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.contents;

import org.jspecify.annotations.NullMarked;
