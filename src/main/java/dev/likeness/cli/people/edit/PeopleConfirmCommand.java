package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "confirm",
        description = {"Confirm that faces show a person.", ""})
public final class PeopleConfirmCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--as", paramLabel = "PERSON", required = true, description = "The person they show.")
    private String as = "";

    PeopleConfirmCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.confirm(faces.resolve(references), references.person(as));
    }
}
