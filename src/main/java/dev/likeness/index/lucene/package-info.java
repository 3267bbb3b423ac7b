/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.index.lucene;

import org.jspecify.annotations.NullMarked;
