/// How is a torn or slightly wrong file read as far as it goes?
///
/// Each class makes a file that a decoder accepts of what is left.
@NullMarked
package dev.likeness.image.repair;

import org.jspecify.annotations.NullMarked;
