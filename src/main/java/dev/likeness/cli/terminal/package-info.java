/// How does a command talk to the terminal?
///
/// Read [dev.likeness.cli.terminal.Console] first, the two streams and the progress bar of every command, then
/// [dev.likeness.cli.terminal.TextTable]. [dev.likeness.cli.terminal.Interruption] handles Ctrl-C.
@NullMarked
package dev.likeness.cli.terminal;

import org.jspecify.annotations.NullMarked;
