/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.index.lucene.people;

import org.jspecify.annotations.NullMarked;
