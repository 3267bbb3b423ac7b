/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.bench;

import org.jspecify.annotations.NullMarked;
