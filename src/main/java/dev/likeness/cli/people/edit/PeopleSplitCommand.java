package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "split",
        description = {"Say that faces are one person, and none of those there are.", ""})
public final class PeopleSplitCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--name", paramLabel = "NAME", description = "What the new person is called.")
    private @Nullable String name;

    PeopleSplitCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(People people) {
        return people.split(faces.resolve(people), name);
    }
}
