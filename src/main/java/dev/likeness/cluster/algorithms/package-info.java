/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cluster.algorithms;

import org.jspecify.annotations.NullMarked;
