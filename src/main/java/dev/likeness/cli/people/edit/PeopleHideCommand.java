package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import picocli.CommandLine.Command;

@Command(
        name = "hide",
        description = {"Hide a person from lists and searches.", ""})
public final class PeopleHideCommand extends PersonEditCommand {
    PeopleHideCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(People people) {
        return people.hide(people.person(person()));
    }
}
