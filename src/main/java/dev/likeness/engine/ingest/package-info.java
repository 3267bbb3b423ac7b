/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.ingest;

import org.jspecify.annotations.NullMarked;
