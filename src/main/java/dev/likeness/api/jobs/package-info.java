/// PACKAGE-DOC-MISSING
@NullMarked
package dev.likeness.api.jobs;

import org.jspecify.annotations.NullMarked;
