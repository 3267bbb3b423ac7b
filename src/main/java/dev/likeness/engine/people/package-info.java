/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.engine.people;

import org.jspecify.annotations.NullMarked;
