/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.search;

import org.jspecify.annotations.NullMarked;
