/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.evaluate;

import org.jspecify.annotations.NullMarked;
