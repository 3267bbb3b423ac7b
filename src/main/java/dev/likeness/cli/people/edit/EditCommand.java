package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// A command that edits people or faces and prints the result of the edit.
abstract class EditCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    EditCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    /// Makes the edit.
    abstract EditResult edit(PeopleEditor editor, GalleryReferences references);

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            People people = engine.people(global.gallery());
            EditPrinter.print(global, edit(people.editor(Actor.COMMAND_LINE), people.references()));
            return 0;
        }
    }
}
