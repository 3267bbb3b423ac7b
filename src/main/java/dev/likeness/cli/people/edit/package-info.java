/// How does a user edit people and faces at a prompt?
///
/// Read [dev.likeness.cli.people.edit.EditCommand] first, the base of every command that changes something,
/// then [dev.likeness.cli.people.edit.PeopleMergeCommand], a typical command.
/// [dev.likeness.cli.people.edit.EditPrinter] prints every result.
@NullMarked
package dev.likeness.cli.people.edit;

import org.jspecify.annotations.NullMarked;
