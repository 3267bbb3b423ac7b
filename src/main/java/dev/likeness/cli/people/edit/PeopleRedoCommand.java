package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.UndoRedo;
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
    List<EditResult> reverse(UndoRedo edits, int count) {
        return edits.redo(count);
    }

    @Override
    String nothingLeft() {
        return "Nothing to redo.";
    }
}
