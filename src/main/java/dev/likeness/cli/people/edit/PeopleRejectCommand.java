package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reject",
        description = {"Reject faces of a person: they show somebody else.", ""})
public final class PeopleRejectCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--as", paramLabel = "PERSON", required = true, description = "The person they do not show.")
    private String as = "";

    PeopleRejectCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.reject(faces.resolve(references), references.person(as));
    }
}
