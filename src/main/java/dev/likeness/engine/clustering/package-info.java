/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.clustering;

import org.jspecify.annotations.NullMarked;
