/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.inference.model;

import org.jspecify.annotations.NullMarked;
