/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.cli.models;

import org.jspecify.annotations.NullMarked;
