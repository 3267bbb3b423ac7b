/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.serve;

import org.jspecify.annotations.NullMarked;
