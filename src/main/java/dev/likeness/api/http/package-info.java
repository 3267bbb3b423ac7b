/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.api.http;

import org.jspecify.annotations.NullMarked;
