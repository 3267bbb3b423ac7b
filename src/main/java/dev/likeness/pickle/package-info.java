/// Reads Python pickles without running them: what a pickle may ask for is a list that the caller gives.
@NullMarked
package dev.likeness.pickle;

import org.jspecify.annotations.NullMarked;
