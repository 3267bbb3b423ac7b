/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.bench;

import org.jspecify.annotations.NullMarked;
