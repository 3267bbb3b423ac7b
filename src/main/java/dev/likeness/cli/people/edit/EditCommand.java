package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import java.util.List;
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
    abstract EditResult edit(PeopleEditor editor, TypedReferences references);

    /// What to tell after the edit about what was before it.
    List<String> notes(Engine engine, TypedReferences references) {
        return List.of();
    }

    GlobalOptions global() {
        return global;
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            People people = engine.people(global.gallery());
            TypedReferences references = new TypedReferences(people.references());
            List<String> notes = notes(engine, references);
            EditResult result = edit(people.editor(Actor.COMMAND_LINE), references);
            EditPrinter.print(global, result, references::worded);
            if (result.event() != null && !global.json()) {
                notes.forEach(global.console()::note);
            }
            return 0;
        }
    }
}
