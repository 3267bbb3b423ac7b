/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.scoring;

import org.jspecify.annotations.NullMarked;
