package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "split",
        description = {"Create a person from faces.", ""})
public final class PeopleSplitCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the new person.")
    private @Nullable String name;

    PeopleSplitCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.split(faces.resolve(references), name);
    }
}
