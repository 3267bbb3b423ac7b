/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.gallery;

import org.jspecify.annotations.NullMarked;
