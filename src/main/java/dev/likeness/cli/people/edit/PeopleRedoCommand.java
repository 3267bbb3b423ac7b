package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "redo",
        description = {"Redo the last undone edits.", ""})
public final class PeopleRedoCommand extends ReversalCommand {
    PeopleRedoCommand(Console console) {
        super(console);
    }

    @Override
    List<EditResult> reverse(PeopleEditor editor, int count) {
        return editor.redo(count);
    }

    @Override
    String nothingLeft() {
        return "Nothing to redo.";
    }
}
