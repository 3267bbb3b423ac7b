/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.support;

import org.jspecify.annotations.NullMarked;
