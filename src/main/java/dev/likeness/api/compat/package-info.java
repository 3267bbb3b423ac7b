/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.api.compat;

import org.jspecify.annotations.NullMarked;
