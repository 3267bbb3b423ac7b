/// What does it look like at a prompt?
///
/// [dev.likeness.cli.Likeness] is the program; every command is a class of its own that turns its arguments into an
/// engine request and prints the answer. Results go to stdout, everything else to stderr.
@NullMarked
package dev.likeness.cli;

import org.jspecify.annotations.NullMarked;
