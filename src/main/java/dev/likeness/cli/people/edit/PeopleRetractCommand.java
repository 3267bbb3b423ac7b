package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retract",
        description = {"Retract all assertions about faces, however old.", ""})
public final class PeopleRetractCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    PeopleRetractCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.retract(faces.resolve(references));
    }
}
