/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.inference.embed;

import org.jspecify.annotations.NullMarked;
