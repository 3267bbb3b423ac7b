package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;

@Command(
        name = "unhide",
        description = {"Show a hidden person in lists and searches again.", ""})
public final class PeopleUnhideCommand extends PersonEditCommand {
    PeopleUnhideCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.show(references.person(person()));
    }
}
