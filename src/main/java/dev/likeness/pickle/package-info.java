/// Reads Python pickles without executing code: a pickle may only use the names that the caller allows. Read
/// [PickleReader] first.
@NullMarked
package dev.likeness.pickle;

import org.jspecify.annotations.NullMarked;
