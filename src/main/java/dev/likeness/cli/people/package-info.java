/// How does a user see the people of a gallery?
///
/// Read [dev.likeness.cli.people.PeopleCommand] first, the group of all `people` commands, then
/// [dev.likeness.cli.people.PeopleShowCommand]. The commands that change people are in [dev.likeness.cli.people.edit].
@NullMarked
package dev.likeness.cli.people;

import org.jspecify.annotations.NullMarked;
