/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.options;

import org.jspecify.annotations.NullMarked;
