/// How do the pages behave with many people? A program that measures them in a real Chromium against a large synthetic
/// gallery; it is no test.
@NullMarked
package dev.likeness.web.scale;

import org.jspecify.annotations.NullMarked;
