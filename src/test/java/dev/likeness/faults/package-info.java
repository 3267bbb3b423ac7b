/// A file system that loses power, runs out of space and fails, and the tests that run Likeness on it.
@NullMarked
package dev.likeness.faults;

import org.jspecify.annotations.NullMarked;
