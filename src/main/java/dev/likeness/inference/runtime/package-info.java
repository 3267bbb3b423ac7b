/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.inference.runtime;

import org.jspecify.annotations.NullMarked;
