/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cluster.corefirst;

import org.jspecify.annotations.NullMarked;
