/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.api.auth;

import org.jspecify.annotations.NullMarked;
