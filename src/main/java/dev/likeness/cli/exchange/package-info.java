/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.exchange;

import org.jspecify.annotations.NullMarked;
