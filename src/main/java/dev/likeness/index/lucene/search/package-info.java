/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.index.lucene.search;

import org.jspecify.annotations.NullMarked;
