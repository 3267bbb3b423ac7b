package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.UndoRedo;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "undo",
        description = {"Undo the last edits. Undone edits can be redone.", ""})
public final class PeopleUndoCommand extends ReversalCommand {
    PeopleUndoCommand(Console console) {
        super(console);
    }

    @Override
    List<EditResult> reverse(UndoRedo edits, int count) {
        return edits.undo(count);
    }

    @Override
    String nothingLeft() {
        return "Nothing to undo.";
    }
}
