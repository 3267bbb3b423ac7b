/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.exchange;

import org.jspecify.annotations.NullMarked;
