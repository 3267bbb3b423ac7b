/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.index.lucene.documents;

import org.jspecify.annotations.NullMarked;
