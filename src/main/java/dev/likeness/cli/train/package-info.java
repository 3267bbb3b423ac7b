/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.train;

import org.jspecify.annotations.NullMarked;
