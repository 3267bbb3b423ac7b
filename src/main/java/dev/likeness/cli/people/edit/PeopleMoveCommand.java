package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "move",
        description = {"Assign faces to a person.", ""})
public final class PeopleMoveCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--to", paramLabel = "PERSON", required = true, description = "The person to assign them to.")
    private String to = "";

    PeopleMoveCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.move(faces.resolve(references), references.person(to));
    }
}
