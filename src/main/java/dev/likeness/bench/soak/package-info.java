/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.bench.soak;

import org.jspecify.annotations.NullMarked;
