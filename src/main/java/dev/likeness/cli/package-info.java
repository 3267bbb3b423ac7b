/// Which commands does the program have?
///
/// [dev.likeness.cli.Likeness] is the program: it lists the commands and turns failures into messages and
/// exit statuses. [dev.likeness.cli.CommandFactory] creates the commands. Each package below holds the
/// commands of one subject; a command turns its arguments into a request to the engine and prints the
/// result to stdout, and everything else to stderr.
@NullMarked
package dev.likeness.cli;

import org.jspecify.annotations.NullMarked;
