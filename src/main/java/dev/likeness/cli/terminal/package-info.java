/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.terminal;

import org.jspecify.annotations.NullMarked;
