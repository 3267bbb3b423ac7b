package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;

@Command(
        name = "hide",
        description = {"Hide a person from lists and searches.", ""})
public final class PeopleHideCommand extends PersonEditCommand {
    PeopleHideCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.hide(references.person(person()));
    }
}
