/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.inference.detect;

import org.jspecify.annotations.NullMarked;
