/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.people;

import org.jspecify.annotations.NullMarked;
